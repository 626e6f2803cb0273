"""Commands that are understood word for word: the allow-list, and what stands around an act that is not on it."""
