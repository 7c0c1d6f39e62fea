"""What is done about an asset that could not be made; decisions only, as data where that is possible."""
