"""What only Slack needs to keep: on a shelf beside the ledger, or in memory."""
