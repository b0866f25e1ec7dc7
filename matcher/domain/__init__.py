"""Profiles, queries and matches as plain frozen data."""
