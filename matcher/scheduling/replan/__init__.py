"""When plans change: what survives stays, freed seats are filled, and as few as asked for move."""
