"""Indicators of the programme, counted from the database and shown as data."""
