"""Backgrounds: thirteen kinds of place at four hours in four weathers, drawn as SVG."""
