"""Reminders as messages: composed, timed, listed in a calendar."""
