"""Benchmarks: `python -m benchmarks [NAME ...] [--quick]`; tables on the terminal, JSON in benchmarks/results/."""
