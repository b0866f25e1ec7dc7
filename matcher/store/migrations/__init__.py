"""The versions of the tables, oldest first; a new one is a file in `versions` and a line here."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every version that this program can bring to the last one."""
