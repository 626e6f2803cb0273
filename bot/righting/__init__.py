"""What was recorded wrongly, put right in words."""
