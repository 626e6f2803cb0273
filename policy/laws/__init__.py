"""What every history of a ledger must keep to, whatever order things are recorded in."""

from policy.laws.fault import Fault
from policy.laws.history import Broken, broken

__all__ = ["Broken", "Fault", "broken"]
