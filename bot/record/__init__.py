"""The one path of an act to the ledger, and how what came of it is told."""
