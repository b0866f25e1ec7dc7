"""Text to vectors to neighbours; knows nothing of profiles."""
