"""What a conversation rests on and waits for, and what answers it."""
