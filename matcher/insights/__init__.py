"""Indicators of the programme: exact counts of who is there, what is sought and offered where, and who met whom."""
