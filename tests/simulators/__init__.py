"""Simulators of the external services: real HTTP on loopback, pretended GPUs, a clock that runs faster."""
