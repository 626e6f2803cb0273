"""Ids of people: from Slack or a people file, or given by the desk to somebody who is added at it."""

from typing import Final

OWN_ID: Final = "person-"
"""What the ids begin with that the desk itself gives."""


def is_of_the_desk(person: str) -> bool:
    """Whether somebody came into the directory by being added at the desk, and has their name from there alone."""
    return person.startswith(OWN_ID)
