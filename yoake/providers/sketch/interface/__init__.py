"""Interface pictures: one theme a project, from the title picture to the smallest icon."""
