"""A list of what Partner Center shows: quantities granted, product keys with their activations, tokens."""

import datetime as dt
import re
from difflib import get_close_matches
from typing import Final

from policy.acts import Act, AddKey, AddToken, CountKey, RecordGrant
from policy.context import count, in_words, programme_name
from policy.ledger import Offer
from policy.model import Programme
from storage.importers.listed import Line
from storage.importers.vocabulary import as_compared, vocabulary
from storage.importers.wish import Desk, Difference, Known, Plan, RowError, Wish, Wrong

_LAST_FIVE: Final = re.compile(r"[A-Za-z0-9]{5}")
_TOKEN_NAME: Final = re.compile(r"(?:token\s+)?(\w[\w.-]{0,15})", re.IGNORECASE)
_TYPES: Final = ("grant", "key", "token")


def plan_of(desk: Desk) -> Plan:
    """What the rows come to."""
    plan = Plan()
    for line in desk.listed.lines:
        what = line["product"] or line["label"] or "a row"
        try:
            _row(desk, plan, line)
        except RowError as error:
            plan.wrong.append(Wrong(line.number, what[:80], str(error)))
    return plan


def _row(desk: Desk, plan: Plan, line: Line) -> None:
    if line.fault:
        raise RowError(line.fault)
    product = _product(desk, line)
    day = desk.day(line, "day") or desk.today
    offer = _offer(desk, line, day)
    match _type(line):
        case "key":
            _key(desk, plan, line, product, offer, day)
        case "token":
            _token(desk, plan, line, product, offer, day)
        case _:
            _grant(desk, plan, line, product, offer, day)


def _type(line: Line) -> str:
    """What a row is about: as it says, else by the cells that it has."""
    words = vocabulary()
    for kind in _TYPES:
        if line["type"] and words.says(kind, line["type"]):
            return kind
    if line["type"]:
        raise RowError(f"“{line['type'][:40]}” is no type of row; write grant, key or token.")
    if line["seats"] or line["token"]:
        return "token"
    has_key = line["key"] and not words.says("no_key", line["key"])
    return "key" if has_key or line["activations"] or (line["label"] and not line["quantity"]) else "grant"


def _grant(desk: Desk, plan: Plan, line: Line, product: str, offer: Offer, day: dt.date) -> None:
    quantity = desk.number(line, "quantity")
    if quantity is None:
        raise RowError("There is no quantity.")
    what = f"{quantity:,} {desk.ctx.product(product)}, {desk.ctx.offer(offer)}"
    before = desk.ledger.offers.grant(offer.id, product, desk.today)
    if before and before.quantity == quantity:
        plan.known.append(Known(line.number, what, before.entry))
        return
    if before:
        text = f"{desk.ctx.product(product)}: the file says {quantity:,}, the ledger {before.quantity:,}."
        plan.differences.append(Difference(text, line.number, before.entry))
    act = RecordGrant(grants=((product, quantity),), offer=offer.id, on=day, reference=line["reference"] or None)
    plan.wishes.append(Wish(line.number, f"{what}, from {in_words(day)}", (act,)))


def _key(desk: Desk, plan: Plan, line: Line, product: str, offer: Offer, day: dt.date) -> None:
    last_five = _last_five(line)
    label = line["label"] or None
    activations, left = desk.number(line, "activations"), desk.number(line, "left")
    called = f"key {label}" if label else f"key …{last_five}" if last_five else "a key"
    known = label and desk.ledger.licences.labelled("key", label)
    known = known or (last_five and _by_last_five(desk, product, last_five))
    if known:
        _known_key(desk, plan, line, known, called, activations, left)
        return
    if left is not None and label is None:
        label = last_five
    act = AddKey(
        label=label,
        product=product,
        activations=activations,
        last_five=last_five,
        offer=offer.id,
        on=day,
        reference=line["reference"] or None,
    )
    acts: list[Act] = [act]
    if left is not None and left != activations:
        if label is None:
            raise RowError("It says how many activations are left, and neither a label nor the last five characters.")
        acts.append(CountKey(key=label, left=left, on=desk.today))
    of = f", {count(activations, 'activation')}" if activations is not None else ""
    rest = f", {left:,} left" if left is not None else ""
    plan.wishes.append(Wish(line.number, f"{called} for {desk.ctx.product(product)}{of}{rest}", tuple(acts)))


def _known_key(
    desk: Desk, plan: Plan, line: Line, known: str, called: str, activations: int | None, left: int | None
) -> None:
    key = desk.ledger.licences.keys.last(known)
    if key is None:
        raise RowError("The key of that label was taken back; give it another label.")
    what = f"{called} for {desk.ctx.product(key.product)}"
    if activations is not None and key.activations is not None and activations != key.activations:
        text = f"{what}: the file says {count(activations, 'activation')}, the ledger {key.activations:,}."
        plan.differences.append(Difference(text, line.number, key.issue))
    if left is not None and left != key.left:
        text = f"{what}: the file says {left:,} left, the ledger {'no count' if key.left is None else key.left}."
        plan.differences.append(Difference(text, line.number, key.last_use or key.issue))
        act = CountKey(key=known, left=left, on=desk.today)
        plan.wishes.append(Wish(line.number, f"{what}, {left:,} left", (act,)))
        return
    plan.known.append(Known(line.number, what, key.issue))


def _token(desk: Desk, plan: Plan, line: Line, product: str, offer: Offer, day: dt.date) -> None:
    seats = desk.number(line, "seats") or desk.number(line, "quantity")
    if not seats:
        raise RowError("There is no number of seats.")
    label = line["label"] or _token_named(line) or _last_five(line)
    year = desk.number(line, "year")
    what = f"token {label or ''} for {count(seats, 'seat')} of {desk.ctx.product(product)}".replace("  ", " ")
    if label and (known := desk.ledger.licences.labelled("token", label)):
        token = desk.ledger.licences.tokens.last(known)
        if token and token.seats != seats:
            text = f"token {label}: the file says {count(seats, 'seat')}, the ledger {token.seats:,}."
            plan.differences.append(Difference(text, line.number, token.issue))
        plan.known.append(Known(line.number, what, token.issue if token else None))
        return
    act = AddToken(
        label=label,
        service=product,
        seats=seats,
        program_year=year,
        offer=offer.id,
        on=day,
        reference=line["reference"] or None,
    )
    plan.wishes.append(Wish(line.number, what, (act,)))


def _product(desk: Desk, line: Line) -> str:
    if not line["product"]:
        raise RowError("There is no product.")
    if product := vocabulary().product_of(line["product"], desk.catalogue):
        return product
    names = [product.name for product in desk.catalogue.product]
    near = get_close_matches(line["product"], names, n=1)
    hint = f" Do you mean {near[0]}?" if near else ""
    raise RowError(f"I don't know the product “{line['product'][:80]}”.{hint}")


def _offer(desk: Desk, line: Line, day: dt.date) -> Offer:
    """The offer of a row: as it says, as it was chosen for the file, or the only one in force."""
    in_force = desk.ledger.offers.in_force(day)
    if wanted := line["offer"] or desk.offer or "":
        called = as_compared(wanted)
        fitting = [one for one in in_force if called in (one.id, *_names(desk, one))]
    else:
        fitting = in_force
    if len(fitting) == 1:
        return fitting[0]
    names = " or ".join(f"{desk.ctx.offer(one)} ({one.id})" for one in fitting or in_force)
    if not in_force:
        raise RowError(f"No offer is in force on {in_words(day)}; record its purchase first.")
    if not fitting:
        raise RowError(f"“{wanted[:60]}” is no offer in force on {in_words(day)}: write {names}.")
    raise RowError(f"Several offers are in force on {in_words(day)}; name one in a column Offer: {names}.")


def _names(desk: Desk, offer: Offer) -> tuple[str, ...]:
    name = desk.ctx.offer(offer).casefold()
    more = (programme_name(offer.program).casefold(),) if offer.program is not Programme.COMPETENCY else ()
    return (name, name.removesuffix(" competency"), f"microsoft {name}", str(offer.program), *more)


def _last_five(line: Line) -> str | None:
    """The last five characters of a key; the whole of one never comes as far as here."""
    cell = line["key"] or line["token"]
    if not cell or vocabulary().says("no_key", cell):
        return None
    end = cell.strip("….*- ")[-5:]
    if not _LAST_FIVE.fullmatch(end):
        raise RowError("That is neither a key nor the last five characters of one.")
    return end.upper()


def _token_named(line: Line) -> str | None:
    """The label in a column Token: "7", "Token A4"; None for a token itself, of which the last five characters do."""
    found = _TOKEN_NAME.fullmatch(line["token"])
    return found[1] if found and not vocabulary().says("no_key", line["token"]) else None


def _by_last_five(desk: Desk, product: str, last_five: str) -> str | None:
    for one in desk.ledger.licences.keys:
        issue = desk.ledger.licences.presumed_key(one)
        if issue and issue.product == product and issue.last_five == last_five and desk.ledger.licences.keys.last(one):
            return one
    return None
