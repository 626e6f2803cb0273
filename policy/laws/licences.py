"""Keys, tokens and software: counted by the programme that issued them, tokens once and on one tenant."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from policy import model
from policy.context import Context, count, in_words, key_name, token_name
from policy.laws.coverage import uncovered
from policy.laws.fault import Fault, Laws
from policy.ledger import Key, Ledger, Token, Use
from policy.ledger.track import Shelf
from policy.model import ACTION_PACKS, Entry


def consumes(ledger: Ledger, key: Key, *, machine_new: bool, hardware_changed: bool) -> tuple[int, str]:
    """How many activations one more costs, and the rule: by the programme that issued the key.

    Action Pack: a new machine, or significant hardware changes. Competency: always one.
    """
    offer = ledger.offers.known(key.offer)
    if offer and offer.program in ACTION_PACKS:
        return int(machine_new or hardware_changed), "mak-action-pack"
    return 1, "mak-competency"


def _key_issued(ledger: Ledger, ctx: Context, before: Key | None, entry: model.KeyIssued) -> Fault | None:
    if before and before.issue != entry.seq and not ledger.is_reversed(before.issue):
        return Fault(f"{key_name(before)} is recorded already.", ("key-per-org",), before.issue)
    return _label_taken(ledger, "key", entry.key, entry.label) or uncovered(ledger, ctx, entry.offer, entry.on)


def _token_issued(ledger: Ledger, ctx: Context, before: Token | None, entry: model.TokenIssued) -> Fault | None:
    if before and before.issue != entry.seq and not ledger.is_reversed(before.issue):
        return Fault(f"{token_name(before)} is recorded already.", ("token-yearly",), before.issue)
    return _label_taken(ledger, "token", entry.token, entry.label) or uncovered(ledger, ctx, entry.offer, entry.on)


def _label_taken(ledger: Ledger, what: str, subject: str, label: str | None) -> Fault | None:
    if label is None:
        return None
    shelf: Shelf[str, Key] | Shelf[str, Token] = ledger.licences.keys if what == "key" else ledger.licences.tokens
    for other in ledger.licences.all_labelled(what, label):
        state = shelf.last(other)
        if other != subject and state:
            text = f"There is a {what} {label} already (#{state.issue}). Give this one another label."
            return Fault(text, ("key-per-org",), state.issue)
    return None


def _key_viewed(ledger: Ledger, ctx: Context, before: Key | None, entry: model.KeyViewed) -> Fault | None:
    return _viewed(ledger, ctx, entry.key, entry, ("licence-not-perpetual", "no-renewal"))


def _key_counted(ledger: Ledger, ctx: Context, before: Key | None, entry: model.KeyCounted) -> Fault | None:
    return _not_yet(ledger, entry.key, entry)


def _key_activated(ledger: Ledger, ctx: Context, before: Key | None, entry: model.KeyActivated) -> Fault | None:
    before = before or ledger.licences.presumed_key(entry.key)
    if before is None or _not_yet(ledger, entry.key, entry):
        return _not_yet(ledger, entry.key, entry)
    if fault := uncovered(ledger, ctx, before.offer, entry.on, ("licence-not-perpetual", "no-renewal")):
        return fault
    if before.left is None or entry.consumed <= before.left:
        return None
    last = f" The last was used by #{before.last_use}." if before.last_use else ""
    last = f" The portal said so (#{before.counted})." if before.counted else last
    text = (
        f"**No activation is left on {key_name(before)}.**{last} None are added to a key. "
        "If the portal shows some, tell me how many are left, or use another key."
    )
    return Fault(text, ("mak-finite",), before.counted or before.last_use or before.issue)


def _token_viewed(ledger: Ledger, ctx: Context, before: Token | None, entry: model.TokenViewed) -> Fault | None:
    return _viewed(ledger, ctx, entry.token, entry, ("cloud-rights-end", "no-renewal"))


def _viewed(
    ledger: Ledger, ctx: Context, subject: str, entry: model.KeyViewed | model.TokenViewed, over: tuple[str, ...]
) -> Fault | None:
    """Nothing is viewed before its offer was bought, nor after it ended; `over` are the rules of an end."""
    home = ledger.licences.home(subject)
    return _not_yet(ledger, subject, entry) or (uncovered(ledger, ctx, home[0], entry.on, over) if home else None)


def _token_activated(ledger: Ledger, ctx: Context, before: Token | None, entry: model.TokenActivated) -> Fault | None:
    before = before or ledger.licences.presumed_token(entry.token)
    if before is None or _not_yet(ledger, entry.token, entry):
        return _not_yet(ledger, entry.token, entry)
    name = token_name(before)
    if before.activated:
        other = (before.tenant or "").casefold() != entry.tenant.casefold()
        rules = ("token-once", "token-tenant") if other else ("token-once",)
        text = (
            f"**{name} is used up.** It was activated on {in_words(before.activated)} on {before.tenant} "
            f"(#{before.activation}); a token works one time"
        )
        text += ", and its seats never move to another tenant." if other else "."
        return Fault(text, rules, before.activation)
    if before.replaced_with:
        return Fault(
            f"{name} was replaced by another token (#{before.replacement}).",
            ("token-once",),
            before.replacement,
        )
    if entry.seats != before.seats:
        text = (
            f"**A token can't be split.** {name} was issued for {count(before.seats, 'seat')} (#{before.issue}) "
            f"and opens all of them on one tenant, not {entry.seats}."
        )
        return Fault(text, ("token-not-split", "token-tenant"), before.issue)
    ended = uncovered(ledger, ctx, before.offer, entry.on, ("cloud-rights-end", "no-renewal"))
    return ended or of_a_past_year(ledger, before, entry.on)


def of_a_past_year(ledger: Ledger, token: Token, day: dt.date) -> Fault | None:
    """Why a token can't be entered any more: its programme year was over by a day, and a renewal brought new tokens."""
    offer = ledger.offers.known(token.offer)
    term = offer.term_of(day) if offer else None
    if offer is None or term is None or token.program_year >= term.year:
        return None
    ends = (one.end for one in offer.terms if one.year == token.program_year)
    ended = max(ends, default=term.start - dt.timedelta(days=1))
    text = (
        f"**{token_name(token)} is of programme year {token.program_year}** (#{token.issue}), which ended on "
        f"{in_words(ended)}, and the rights with it. Old tokens don't carry over: a renewal brings new ones, by what "
        f"you are entitled to then. If this is one of the new, take back #{token.issue} and add it anew."
    )
    return Fault(text, ("token-yearly", "cloud-rights-end"), token.issue, ended)


def _token_replaced(ledger: Ledger, ctx: Context, before: Token | None, entry: model.TokenReplaced) -> Fault | None:
    before = before or ledger.licences.presumed_token(entry.token)
    if before is None or _not_yet(ledger, entry.token, entry):
        return _not_yet(ledger, entry.token, entry)
    if before.replaced_with:
        text = (
            f"{token_name(before)} was replaced already (#{before.replacement}). A replacement is a one-time exception."
        )
        return Fault(text, ("token-replace",), before.replacement)
    asked = ledger.offers.claim(model.Claim.REPLACEMENT, entry.token, entry.on)
    if asked and asked.decision is model.Decided.REFUSED and asked.decided:
        text = f"Microsoft refused the replacement of {token_name(before)} on {in_words(asked.decided)}."
        return Fault(text, ("token-replace",), asked.entry)
    if asked is None and before.replaceable_until and entry.on > before.replaceable_until:
        text = (
            f"**Too late.** A replacement of {token_name(before)} had to be asked for by "
            f"**{in_words(before.replaceable_until)}**. If it was, record the request with its day first."
        )
        return Fault(text, ("token-replace",), before.activation, before.replaceable_until)
    new = ledger.licences.issue(entry.with_)
    if entry.with_ == entry.token:
        return Fault("A token is replaced by another one.", ("token-replace",), before.issue)
    if new is None:
        return Fault("The new token is not recorded yet. Add it first, with its seats.", ("token-replace",))
    return None


def _installed(ledger: Ledger, ctx: Context, before: Use | None, entry: model.SoftwareInstalled) -> Fault | None:
    if before and before.install:
        text = f"{ctx.product(entry.product)} is on {before.machine} already, since {in_words(before.since)}."
        return Fault(text, ("track-usage",), before.entry)
    return uncovered(ledger, ctx, entry.offer, entry.on, ("licence-not-perpetual", "no-renewal"))


def _removed(ledger: Ledger, ctx: Context, before: Use | None, entry: model.SoftwareRemoved) -> Fault | None:
    if before:
        return None
    text = f"{ctx.product(entry.product)} is not recorded on {entry.machine} on {in_words(entry.on)}."
    return Fault(text, ("track-usage",))


def _not_yet(ledger: Ledger, subject: str, entry: Entry) -> Fault | None:
    """A key or token used before it was recorded as issued.

    One recorded without a day was there before that day, so only a day that was said counts against it.
    """
    issue = ledger.licences.issue(subject)
    if issue is None:
        return Fault(f"There is no {subject} in the ledger.", ("key-per-org",))
    if entry.on >= issue.on or not _day_was_said(ledger, issue):
        return None
    what = "token" if isinstance(issue, model.TokenIssued) else "key"
    text = f"That {what} was issued on {in_words(issue.on)} (#{issue.seq}), after {in_words(entry.on)}."
    return Fault(text, ("key-per-org",), issue.seq, issue.on)


def _day_was_said(ledger: Ledger, issue: Entry) -> bool:
    """Whether an entry is about an earlier day than the one on which it was recorded, in the workspace's zone."""
    if issue.at is None:
        return False
    zone = ZoneInfo(ledger.company.settings(issue.at.date()).zone)
    return issue.on < issue.at.astimezone(zone).date()


KEYS: Final[Laws] = {
    model.KeyIssued: _key_issued,
    model.KeyViewed: _key_viewed,
    model.KeyCounted: _key_counted,
    model.KeyActivated: _key_activated,
}
TOKENS: Final[Laws] = {
    model.TokenIssued: _token_issued,
    model.TokenViewed: _token_viewed,
    model.TokenActivated: _token_activated,
    model.TokenReplaced: _token_replaced,
}
SOFTWARE: Final[Laws] = {model.SoftwareInstalled: _installed, model.SoftwareRemoved: _removed}
