"""Pages for people: find a supplier, keep profiles, run an event. They speak Italian and English."""
