"""Who meets whom: pairs of the greatest utility within quotas, with the largest possible minimum for everyone."""
