"""Measurements anyone can repeat: each prints what it did, ratios against a named peer in the same run, and medians."""
