"""What the services of a node file lack for a project, asked of the services themselves (`yoake doctor`)."""
