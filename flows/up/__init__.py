"""`yoake up`: a Prefect server, its database, deployments and workers, kept running until a person ends them."""
