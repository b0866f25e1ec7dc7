"""The first half of an event: its hours and rules, who takes part, who meets whom, and who got what."""
