"""Meetings: who meets whom, when and at which table, what to do when plans change, and why something cannot be."""
