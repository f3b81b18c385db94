"""The neutral transcript's forms."""
