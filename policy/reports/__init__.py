"""Questions that the ledger answers: who has what, until when, how many are left, what happened."""

from policy.reports.asked import Asked, Only, Report, Table
from policy.reports.every import REPORTS, report

__all__ = ["REPORTS", "Asked", "Only", "Report", "Table", "report"]
