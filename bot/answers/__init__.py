"""Answers from the guide and from the ledger."""
