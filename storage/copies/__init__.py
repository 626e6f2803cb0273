"""Copies of a record: in a file of its own, or in another database."""
