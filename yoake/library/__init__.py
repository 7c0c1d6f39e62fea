"""Workflows and templates: what can be asked for by name, with parameters, costs and fan-out."""
