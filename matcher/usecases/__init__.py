"""What people and systems do with the engine, one module for each act."""
