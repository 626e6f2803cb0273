"""Entries about keys, the software on machines, and tokens of cloud services."""

from typing import Annotated, Literal

from pydantic import Field

from policy.model.entry import Count, Entry, Id, Words

Seats = Annotated[int, Field(ge=1, le=1_000_000)]


class KeyIssued(Entry):
    """`activations` is None where the key is not limited; of the key itself only the last five characters."""

    kind: Literal["key_issued"] = "key_issued"
    key: Id
    label: Words | None = None
    offer: Id
    product: Id
    activations: Count | None = None
    last_five: Annotated[str, Field(max_length=5)] | None = None


class KeyViewed(Entry):
    kind: Literal["key_viewed"] = "key_viewed"
    key: Id


class KeyCounted(Entry):
    """What the portal says is left at the end of the day `on`."""

    kind: Literal["key_counted"] = "key_counted"
    key: Id
    left: Count


class KeyActivated(Entry):
    """`consumed` by the rule of the programme that issued the key."""

    kind: Literal["key_activated"] = "key_activated"
    key: Id
    machine: Words
    machine_new: bool
    hardware_changed: bool
    consumed: Literal[0, 1]


class SoftwareInstalled(Entry):
    kind: Literal["software_installed"] = "software_installed"
    install: Id
    offer: Id
    product: Id
    machine: Words
    key: Id | None = None


class SoftwareRemoved(Entry):
    """`install` is None where the machine was known only by an activation."""

    kind: Literal["software_removed"] = "software_removed"
    install: Id | None = None
    offer: Id
    product: Id
    machine: Words
    key: Id | None = None


class TokenIssued(Entry):
    """`program_year` is the calendar year in which that year of the programme begins."""

    kind: Literal["token_issued"] = "token_issued"
    token: Id
    label: Words | None = None
    offer: Id
    service: Id
    seats: Seats
    program_year: int


class TokenViewed(Entry):
    kind: Literal["token_viewed"] = "token_viewed"
    token: Id


class TokenActivated(Entry):
    kind: Literal["token_activated"] = "token_activated"
    token: Id
    tenant: Words
    seats: Seats


class TokenReplaced(Entry):
    """Microsoft issued the token `with_` in place of `token`."""

    kind: Literal["token_replaced"] = "token_replaced"
    token: Id
    with_: Id = Field(alias="with")
