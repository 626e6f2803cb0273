"""What somebody says, as acts: who, what, when, and what is still missing."""
