"""Entries and people on disk and back."""
