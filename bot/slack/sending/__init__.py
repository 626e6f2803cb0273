"""What the desk tells Slack, once Slack has its acknowledgement."""
