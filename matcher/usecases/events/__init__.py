"""What organisers do with an event, one module for each act: from its registrations to its last change."""
