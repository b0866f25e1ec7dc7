"""From texts and vectors to similar items and candidates: arrays in, arrays out."""
