"""Transcripts as text, as a web page, as PDF and as mail: one neutral form in, one format out."""
