"""What a card is about, held fast until it is answered: others may record in the meantime."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Final

from policy.acts.corrections import Correct, Undo
from policy.acts.outcome import Act
from policy.model import Entry, EntryReversed

_SUBJECTS: Final = ("request", "claim", "token", "key", "credit")
"""What an act finds where nobody named it: the only one that is open, unused or recorded."""


def pinned(act: Act, drafts: Sequence[Entry]) -> Act:
    """The act with what it found written into it: "the last" and "the only one" may be another a minute later."""
    if isinstance(act, Undo):
        seqs = sorted(draft.seq_reversed for draft in drafts if isinstance(draft, EntryReversed))
        return replace(act, seq=None, seqs=tuple(seqs)) if seqs else act
    days = {draft.on for draft in drafts}
    if act.on is None and len(days) == 1 and not isinstance(act, Correct):  # a yes of another day is to what was shown
        act = replace(act, on=days.pop())
    unsaid = [one.name for one in fields(act) if one.name in _SUBJECTS and getattr(act, one.name) is None]
    values = {name: {getattr(draft, name) for draft in drafts if hasattr(draft, name)} for name in unsaid}
    found = {name: next(iter(values[name])) for name in unsaid if len(values[name]) == 1}
    return replace(act, **found) if found else act
