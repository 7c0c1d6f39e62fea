"""What the engine itself costs, with providers that do nothing."""
