"""The command line, but for asking and chatting."""
