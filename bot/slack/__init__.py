"""The desk in Slack. The only folder that knows Slack."""
