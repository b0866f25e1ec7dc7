"""The matchmaking domain: profiles, lexicon, retrieval, scoring, engine and the adapters around them."""
