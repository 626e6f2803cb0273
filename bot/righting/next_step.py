"""What comes next for a key or a token that was spoken of last: "put it on contoso", "activate it on laptop-7"."""

from collections.abc import Sequence

from bot.righting.correcting import once_more
from bot.righting.put_right import without_names
from bot.talk.choosing import answers_plainly, calls_off, is_unquoted
from bot.talk.conversation import Thread
from bot.talk.plan import Plan, Wish
from intents.leftover import NEXT_STEP
from intents.marks import Kind
from intents.model import Reading
from policy.acts import ActivateKey, ActivateToken, Undo
from policy.ledger import Ledger
from policy.model import KeyIssued, KeyViewed, TokenIssued, TokenViewed


def said_behind(thread: Thread, ledger: Ledger, text: str, readings: Sequence[Reading]) -> Plan | None:
    """What a few words right behind a record want, to be proposed: to have it taken back, the same again, or more."""
    if thread.recorded and len(readings) == 1 and calls_off(readings[0].words) and is_unquoted(text):
        entries = [ledger.entry(seq) for seq in thread.recorded if not ledger.is_reversed(seq)]
        own = bool(entries) and all(entry and entry.by == thread.whose for entry in entries)
        return Plan((Wish(Undo(seqs=thread.recorded)),), sure=False) if own else None
    return once_more(thread, ledger, text, readings) or next_step(thread, ledger, text, readings)


def next_step(thread: Thread, ledger: Ledger, text: str, readings: Sequence[Reading]) -> Plan | None:
    """The activation of the one token or key that was recorded or viewed last here, to be proposed; None otherwise."""
    reading = readings[0] if len(readings) == 1 else None
    if reading is None or NEXT_STEP["it"].isdisjoint(reading.words) or not answers_plainly(text):
        return None
    rest = without_names(reading, {Kind.TENANT, Kind.MACHINE, Kind.COUNT})
    does = not NEXT_STEP["does"].isdisjoint(rest)
    if not does or not all(word in NEXT_STEP["does"] | NEXT_STEP["it"] | NEXT_STEP["around"] for word in rest):
        return None
    tenants, machines = reading.named(Kind.TENANT), reading.named(Kind.MACHINE)
    counts = reading.named(Kind.COUNT)
    if len(tenants) + len(machines) != 1 or len(counts) > 1:
        return None
    if len(reading.tags) != 1 + len(counts):
        return None
    found = [entry for seq in thread.recorded if (entry := ledger.entry(seq)) and not ledger.is_reversed(seq)]
    tokens = {entry.token for entry in found if isinstance(entry, TokenIssued | TokenViewed)}
    keys = {entry.key for entry in found if isinstance(entry, KeyIssued | KeyViewed)}
    if tenants and len(tokens) == 1 and not keys:
        seats = int(counts[0].value) if counts else None
        return Plan((Wish(ActivateToken(token=tokens.pop(), tenant=tenants[0].value, seats=seats)),), sure=False)
    if machines and len(keys) == 1 and not tokens and not counts:
        return Plan((Wish(ActivateKey(key=keys.pop(), machine=machines[0].value)),), sure=False)
    return None
