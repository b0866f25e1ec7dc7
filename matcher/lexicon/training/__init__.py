"""Makes the data of the lexicon that is derived from public text; nothing at run time needs it."""
