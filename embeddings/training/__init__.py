"""How the bundled encoder is made: from public text in two languages to a table of token vectors."""
