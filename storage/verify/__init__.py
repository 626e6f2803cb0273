"""Whether a record is still as it was written: of a file, alone, and of a server."""
