"""Directories that others keep, brought into ours: one format a file; `clean.py` holds what all of them share."""
