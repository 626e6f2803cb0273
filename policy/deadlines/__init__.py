"""What falls due, from when to when, for whom: derived from the ledger, never kept."""

from policy.deadlines.deadline import Button, Deadline, Rung, Shift
from policy.deadlines.every import deadlines, next_due_day
from policy.deadlines.steps import DayOff, When, due_rung, goes_out, recipients, weekend
from policy.deadlines.telling import LONGEST, Step, Told, tell
from policy.deadlines.upcoming import COLUMNS, Upcoming, coming_up, overdue
from policy.ladders import Kind, KindOf, kinds

__all__ = [
    "COLUMNS",
    "LONGEST",
    "Button",
    "DayOff",
    "Deadline",
    "Kind",
    "KindOf",
    "Rung",
    "Shift",
    "Step",
    "Told",
    "Upcoming",
    "When",
    "coming_up",
    "deadlines",
    "due_rung",
    "goes_out",
    "kinds",
    "next_due_day",
    "overdue",
    "recipients",
    "tell",
    "weekend",
]
