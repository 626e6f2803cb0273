"""What the reminders keep between two sweeps, whichever process makes them."""
