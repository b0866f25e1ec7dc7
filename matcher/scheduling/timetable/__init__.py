"""When: every meeting in a slot, with as few idle blocks as can be, proved."""
