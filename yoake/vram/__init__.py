"""VRAM as it is, not as it is declared: what GPUs and services say of it while they work."""
