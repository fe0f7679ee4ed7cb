"""Scenarios and figures: `make bench`."""
