"""Filtered nearest neighbours beside the engines one could have taken instead."""
