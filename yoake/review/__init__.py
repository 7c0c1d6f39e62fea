"""What people decide about assets: pure rules; the catalog keeps the decisions."""
