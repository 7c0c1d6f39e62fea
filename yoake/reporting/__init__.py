"""What became of a project: its status in the terminal, and its report as a page."""
