"""The directory of people, apart from the entries, so that they can be erased."""
