"""What the engine knows by heart: skills, places and the two languages."""
