"""Days as people write them: read from the words of a message, and how long ago they are."""
