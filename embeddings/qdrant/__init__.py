"""Indexes in Qdrant; the only door to its two libraries, either of which takes a while to import.

`embeddings.qdrant.server` reaches a server, `embeddings.qdrant.edge` has its engine in a folder of this machine.
"""
