"""What is owed to the people whom something is held on."""
