"""Getting in touch: one side asks, the other answers, and contacts are told only after a yes."""
