"""The closed sets of the field: what a programme, a role, a claim can be."""

from enum import StrEnum
from typing import Final

from policy.days import DayOrder
from policy.facts import Level, Programme

__all__ = [
    "ACTION_PACKS",
    "Answered",
    "Balance",
    "Claim",
    "CreditForm",
    "DayOrder",
    "Decided",
    "EndReason",
    "Level",
    "Programme",
    "Role",
    "Support",
]

ACTION_PACKS: Final = frozenset({Programme.ACTION_PACK, Programme.LEARNING_ACTION_PACK})
"""The two that can be swapped for each other. Their keys are counted alike, though the guide names only one."""


class Role(StrEnum):
    """An administrator writes, an auditor reads everything."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class EndReason(StrEnum):
    REFUNDED = "refunded"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class Claim(StrEnum):
    """What Microsoft is asked for and reviews."""

    REFUND = "refund"
    SWAP = "swap"
    REPLACEMENT = "replacement"


class Decided(StrEnum):
    """Microsoft's answer to a claim."""

    APPROVED = "approved"
    REFUSED = "refused"


class Answered(StrEnum):
    """An administrator's answer to a request for a seat."""

    APPROVED = "approved"
    DENIED = "denied"


class Support(StrEnum):
    """Product Support, or Signature Cloud Support."""

    PRODUCT = "product"
    CLOUD = "cloud"


class CreditForm(StrEnum):
    MONTHLY = "monthly"
    BULK = "bulk"


class Balance(StrEnum):
    """What a company that joins mid-year may already have used."""

    PRODUCT_INCIDENTS = "product_incidents"
    CLOUD_INCIDENTS = "cloud_incidents"
    PRESALES_HOURS = "presales_hours"
