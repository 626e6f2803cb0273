"""Files in Slack: lists that come, the audit pack that goes."""
