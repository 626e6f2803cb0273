"""Keys: how many activations are left."""

from policy.context import count, in_words, key_name
from policy.decision import Form, Verdict
from policy.ledger import Key, runs_low
from policy.model import ACTION_PACKS, Programme
from policy.reports.asked import Report
from policy.reports.view import View, joined, listed, tabled, yes


def key_status(view: View) -> Report:
    """One key, or all: product, activations left, what they were used for."""
    asked = view.key()
    if asked is not None:
        return _key(view, asked)
    found = (view.ledger.licences.key(one, view.day) for one in view.ledger.licences.keys)
    keys = [one for one in found if one and view.wants(one.product) and _is_of(view, one)]
    if not keys:
        of = f" for {view.product(view.ask.product)}" if view.ask.product else ""
        text = f'**No key{of} is recorded{view.when()}.** Tell me: "add key K1 for Office with 25 activations".'
        return view.says(text, rules=("mak-finite", "track-usage"), verdict=_left_verdict(view, None))
    if len(keys) == 1:
        return _key(view, keys[0].id)
    left = [one.left for one in keys if one.left is not None]
    unlimited = len(keys) - len(left)
    head = f"**{count(sum(left), 'activation')} left on {count(len(left), 'key')}{view.when()}.**"
    if unlimited:
        head += f" {count(unlimited, 'key has', 'keys have')} no limit on record."
    low = [one for one in keys if is_low(one)]
    keys.sort(key=lambda one: (one.left is None, one.left or 0))
    lines = (f"{key_name(one)}: {view.product(one.product)}, {left_words(one)} (#{one.issue})" for one in keys)
    rows = (
        (one.label or one.id, view.product(one.product), _number(one.left), _number(one.activations), f"{one.used}")
        for one in keys
    )
    return view.says(
        head,
        *listed(lines, len(keys)),
        f"{joined([key_name(one) for one in low])} {'is' if len(low) == 1 else 'are'} low; none are added."
        if low
        else "",
        verdict=_left_verdict(view, sum(left) if left and not unlimited else None if not unlimited else 1),
        rules=("mak-finite", "key-not-split", "track-usage"),
        table=tabled(("Key", "Product", "Left", "Of", "Used"), rows, len(keys)),
    )


def _is_of(view: View, key: Key) -> bool:
    if view.ask.programme is None:
        return True
    offer = view.ledger.offers.offer(key.offer, view.day)
    return offer is not None and offer.program == view.ask.programme


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def left_words(key: Key) -> str:
    """7 of 10 activations left."""
    if key.left is None:
        return "no limit on record"
    of = f" of {key.activations:,}" if key.activations is not None else ""
    return f"{key.left:,}{of} activations left"


def is_low(key: Key) -> bool:
    """Whether few activations are left of a key that is in use."""
    return key.left is not None and key.activated > 0 and runs_low(key.left, key.activations)


def _left_verdict(view: View, left: int | None) -> Verdict | None:
    return yes(is_so=bool(left)) if view.polar(Form.OPEN) else None


def _key(view: View, asked: str) -> Report:
    issue = view.ledger.licences.issue(asked)
    key = view.ledger.licences.key(asked, view.day)
    if key is None and issue is not None and view.past:
        text = f"**Key {issue.label or asked} was not there yet{view.when()}.** It was issued on {in_words(issue.on)} "
        return view.says(f"{text}(#{issue.seq}).", rules=("key-per-org",), date=issue.on)
    if key is None:
        label = view.ask.key or asked
        text = f'**There is no key {label} in the ledger.** Tell me: "add key {label} for Office with 25 activations".'
        return view.says(text, rules=("mak-finite", "track-usage"), verdict=_left_verdict(view, None))
    return _told(view, key)


def _told(view: View, key: Key) -> Report:
    """A key that is there: what is left, what it was used for, and how it counts."""
    name, offer = key_name(key), view.ledger.offers.known(key.offer)
    if key.left is None:
        head = f"**{name} has no limit on record** ({view.product(key.product)}, #{key.issue})."
        tell = f'If the portal shows one, tell me: "key {key.label or key.id} has 20 activations left".'
    else:
        are = "were" if view.past else "is" if key.left == 1 else "are"
        of = f" of {key.activations:,}" if key.activations is not None else ""
        head = (
            f"**{count(key.left, 'activation')}{of} {are} left on {name}{view.when()}** ({view.product(key.product)})."
        )
        last = f" The last was used by #{key.last_use}." if key.last_use else ""
        tell = f"None are added to a key.{last}" if key.left == 0 or is_low(key) else last.strip()
    pack = offer is not None and offer.program in ACTION_PACKS
    how = "On an Action Pack's key the same machine counts anew only after a significant hardware change."
    how = how if pack else "On a competency's key every activation counts, the same machine too."
    if offer and offer.program is Programme.LEARNING_ACTION_PACK:
        how += " The guide says so of the Action Pack only; I count the Learning Action Pack alike."
    used = f"Used {count(key.activated, 'time')}, costing {count(key.consumed, 'activation')}." if key.activated else ""
    if key.used > key.consumed:
        used = f"{used} By the portal's count {count(key.used, 'activation is', 'activations are')} used.".strip()
    over = (
        "" if view.covers(key.offer) or offer is None else f"The {view.offer(offer)} has ended, and the rights with it."
    )
    return view.says(
        head,
        tell,
        used,
        how if view.ask.label == "key_status" or key.activated else "",
        over,
        verdict=_left_verdict(view, 1 if key.left is None else key.left),
        rules=("mak-finite", "mak-action-pack" if pack else "mak-competency"),
        entries=[key.last_use or key.issue],
    )
