"""The HTTP interface of the matchmaking engine."""
