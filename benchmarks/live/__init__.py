"""The same nights live: through a real Prefect server with simulated services on a fast clock, beside its peers."""
