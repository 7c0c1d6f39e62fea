"""Named built-in processors for `data_process`; never code from the project file."""
