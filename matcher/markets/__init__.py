"""Whole markets: whom to recommend to everyone at once, so that many who ask are not all sent to the same few."""
