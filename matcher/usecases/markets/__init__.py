"""What is done with whole markets."""
