"""Databases of every revision that main ever made, as data, and what made them."""
