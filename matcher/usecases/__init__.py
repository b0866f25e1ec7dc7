"""What the engine is used for, one module for each job."""
