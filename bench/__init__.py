"""Measurements. Ratios within one run are worth something, figures of different machines are not."""
