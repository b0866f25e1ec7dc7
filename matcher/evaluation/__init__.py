"""How good a ranking is, against judgements that people made by hand; knows nothing of how the ranking came to be."""
