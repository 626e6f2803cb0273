"""The embedded database: one file, or memory."""
