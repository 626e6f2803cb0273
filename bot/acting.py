"""From a reading to the acts that it asks for, or to what is unclear about whom or what it means."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from bot.company_acts import MAKERS as COMPANY_MAKERS
from bot.licence_acts import MAKERS as LICENCE_MAKERS
from bot.said import Make, Said, Unclear, for_each, granted, label_of
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.slots import told
from intents.stated import programme_of
from intents.words import STOPS
from policy import acts
from policy.acts import Act
from policy.facts import Level, Programme
from policy.model import Answered, Claim, CreditForm, Decided, EndReason, Role, Support


def acts_of(reading: Reading, speaker: str) -> list[Act] | Unclear | None:
    """The acts of a reading: one for each person, key or token that it names; None where it names none that can be.

    A name that is not exactly one person's, or a day that is none, makes the whole unclear.
    """
    make = _MAKERS.get(reading.label)
    if make is None:
        return None
    for tag in told(reading.words, reading.tags):
        if tag.kind is Kind.DATE and tag.day and tag.day.fault and reading.label not in _TIMELESS:
            return Unclear(f"**Which day?** I can't take “{tag.text}” for one: {tag.day.fault}.")
        if tag.kind is Kind.PERSON and len(tag.ids) != 1 and reading.label in _OF_PEOPLE:
            return Unclear("", tag.text, tag.ids)
    return make(Said(reading, speaker))


def _seat(act: Callable[..., Act]) -> Callable[[Said], list[Act]]:
    """Acts on one person's seat."""

    def make(said: Said) -> list[Act]:
        product: dict[str, Any] = {"product": said.product} if said.product else {}
        return for_each(said.people() or said.myself(), lambda person: act(person=person, **product, **said.common))

    return make


def _move(said: Said) -> list[Act]:
    return [
        acts.MoveSeat(from_person=said.person("from_person"), person=said.person(), product=said.product, **said.common)
    ]


def _request(said: Said) -> list[Act]:
    product: dict[str, Any] = {"product": said.product} if said.product else {}
    return [acts.RequestSeat(person=said.person() or said.speaker, **product, **said.common)]


def _answered(decision: Answered) -> Callable[[Said], list[Act]]:
    def make(said: Said) -> list[Act]:
        request = f"request-{said.count}" if said.count else None
        return [acts.DecideRequest(decision=decision, request=request, person=said.person(), **said.common)]

    return make


def _purchase(said: Said) -> list[Act]:
    bought = _offers_apart(said)
    if len(bought) > 1:
        return [_bought(said, offers, said.common | {"on": day or said.day}) for offers, day in bought]
    competency = next((name for tag in said.offers if (name := _competency(said, tag))), None)
    return [acts.RecordPurchase(program=said.programme, competency=competency, level=said.level, **said.common)]


def _bought(said: Said, offers: list[Tag], common: dict[str, Any]) -> Act:
    competency = next((name for tag in offers if (name := _competency(said, tag))), None)
    level = next((Level(tag.value) for tag in offers if tag.value in set(Level)), None)
    return acts.RecordPurchase(program=programme_of(offers[-1].value), competency=competency, level=level, **common)


def _offers_apart(said: Said) -> list[tuple[list[Tag], date | None]]:
    """What is bought, with the day behind each: "gold on 14 Feb and the action pack on 20 Feb"."""
    bought: list[tuple[list[Tag], date | None]] = []
    for tag in said.named:
        if tag.kind is Kind.OFFER:
            same = bought and programme_of(bought[-1][0][-1].value) is programme_of(tag.value)
            if same and tag.value in set(Level) and any(one.value in set(Level) for one in bought[-1][0]):
                same = False  # "gold data analytics and silver cloud platform" are two
            if bought and same:
                bought[-1][0].append(tag)
            else:
                bought.append(([tag], None))
        elif tag.kind is Kind.DATE and tag.day and bought:
            bought[-1] = (bought[-1][0], tag.day.on)
    return bought


def _competency(said: Said, offer: Tag) -> str | None:
    """The name of a competency: "the gold Data Analytics competency", "silver data analytics"."""
    if programme_of(offer.value) is not Programme.COMPETENCY:
        return None
    words = [word for word in offer.text.split() if word.lower() not in _NO_COMPETENCY]
    if not words and offer.value in set(Level):
        words = _behind(said, offer)
    return " ".join(words) or None


def _behind(said: Said, level: Tag) -> list[str]:
    """The words that go on behind a level, up to what else is named or a word that ends a name."""
    words, taken = said.reading.words, {tag.start for tag in said.reading.tags}
    end = level.end
    while end < len(words) and end not in taken and words[end] not in _ENDS_A_NAME and words[end].isalpha():
        end += 1
    name = said.typed.text[said.typed.spans[level.end][0] : said.typed.spans[end - 1][1]] if end > level.end else ""
    return [word for word in name.split() if word.lower() not in _NO_COMPETENCY]


def _swap(said: Said) -> list[Act]:
    return [acts.RecordSwap(to=said.programme, **said.common)]


def _end(said: Said) -> list[Act]:
    lapsed = said.has("lapsed", "expired", "ended", "lapse", "ran")
    reason = EndReason.LAPSED if lapsed else EndReason.CANCELLED
    return [acts.EndOffer(**said.of, reason=reason, **said.common)]


def _grant(said: Said) -> list[Act]:
    return [acts.RecordGrant(grants=granted(said.reading), **said.of, **said.common)]


def _claim(claim: Claim) -> Callable[[Said], list[Act]]:
    def make(said: Said) -> list[Act]:
        if claim is Claim.REPLACEMENT:
            labels = [label_of(tag) for tag in said.tags(Kind.TOKEN) or said.tags(Kind.KEY)]
            return for_each(labels, lambda token: acts.MakeClaim(claim=claim, token=token, **said.common))
        of = said.of if claim is Claim.REFUND else {}
        return [acts.MakeClaim(claim=claim, **of, **said.common)]

    return make


def _decision(said: Said) -> list[Act]:
    refused = said.has("refused", "rejected", "denied", "declined", "turned", "no")
    words = said.reading.words
    claim = next(
        (c for c in Claim if any(word.startswith(c.value) for word in words)),
        Claim.REPLACEMENT if said.token else None,
    )
    decision = Decided.REFUSED if refused else Decided.APPROVED
    of = said.of if claim is Claim.REFUND else {}
    return [acts.RecordDecision(decision=decision, claim=claim, token=said.token, **of, **said.common)]


def _role(act: Callable[..., Act]) -> Make:
    def make(said: Said) -> list[Act] | Unclear:
        if said.has(*_AUDITORS) and said.has(*_ADMINISTRATORS):
            roles = _roles_apart(said)
            if roles is None:
                return Unclear("**Who gets which role?** Say one at a time, such as “make Ana auditor”.")
            return [act(person=person, role=role, **said.common) for person, role in roles]
        role = Role.AUDITOR if said.has(*_AUDITORS) else Role.ADMINISTRATOR
        return for_each(said.people(), lambda person: act(person=person, role=role, **said.common))

    return make


def _roles_apart(said: Said) -> list[tuple[str, Role]] | None:
    """Each person with the role behind them: "Ana admin and Bob auditor"; None where the words do not pair so."""
    who = {tag.start: tag.ids[0] for tag in said.tags(Kind.PERSON) if len(tag.ids) == 1}
    waiting: list[str] = []
    pairs: list[tuple[str, Role]] = []
    for at, word in enumerate(said.reading.words):
        if at in who:
            waiting.append(who[at])
        elif word in _AUDITORS | _ADMINISTRATORS:
            if not waiting:
                return None
            role = Role.AUDITOR if word in _AUDITORS else Role.ADMINISTRATOR
            pairs += [(person, role) for person in waiting]
            waiting = []
    return None if waiting else pairs


def _profile(said: Said) -> list[Act] | None:
    facts = said.reading.facts
    stated: list[Act] = []
    if facts.learning_partner is not None:
        stated.append(acts.StateFact(fact="learning_partner", value=facts.learning_partner))
    if facts.programme is not None:
        stated.append(acts.StateFact(fact="programme", value=facts.programme.value))
    if facts.level is not None:
        stated.append(acts.StateFact(fact="level", value=facts.level.value))
    return stated or None


def _undo(said: Said) -> list[Act]:
    return [acts.Undo(seq=_entry_number(said))]


def _correct(said: Said) -> list[Act] | None:
    changes: list[tuple[str, Any]] = []
    if said.day is not None:
        changes.append(("on", said.day))
    if said.person() is not None:
        changes.append(("person", said.person()))
    if not changes and said.reading.confidence < 1:
        return None
    return [acts.Correct(seq=_entry_number(said), changes=tuple(changes))]


def _entry_number(said: Said) -> int | None:
    """The number of an entry: "undo 14", "#14 was on 3 Oct", "entry 14"."""
    for tag in said.reading.tags:
        if tag.kind in (Kind.COUNT, Kind.KEY, Kind.TOKEN) and tag.value.isdigit():
            return int(tag.value)
    typed = next((match for word in said.reading.words if (match := _ENTRY.fullmatch(word))), None)
    return int(typed[1]) if typed else None


def _incident(said: Said) -> list[Act]:
    product = next(iter(said.tags(Kind.PRODUCT)), None)
    support = None
    if said.has("cloud", "scs", "signature"):
        support = Support.CLOUD
    elif said.has("product"):
        support = Support.PRODUCT
    version = product.version if product and product.version else None
    opened = acts.OpenIncident(
        support=support, product=product.value if product else None, version=version, **said.common
    )
    return [opened] * (said.count if said.count and said.count <= _MOST_INCIDENTS else 1)


def _credit(said: Said) -> list[Act]:
    form = CreditForm.MONTHLY if said.has("month", "monthly") else CreditForm.BULK if said.has("bulk", "once") else None
    currency: dict[str, Any] = {"currency": said.currency} if said.currency else {}
    return [acts.GrantCredit(form=form, amount=said.amount, **said.of, **currency, **said.common)]


_MAKERS: Final[dict[str, Make]] = (
    COMPANY_MAKERS
    | LICENCE_MAKERS
    | {
        "assign_seat": _seat(acts.AssignSeat),
        "activate_seat": _seat(acts.ActivateSeat),
        "release_seat": _seat(acts.ReleaseSeat),
        "move_seat": _move,
        "queue_seat": _seat(acts.QueueSeat),
        "unqueue_seat": _seat(acts.UnqueueSeat),
        "request_seat": _request,
        "approve_request": _answered(Answered.APPROVED),
        "deny_request": _answered(Answered.DENIED),
        "record_purchase": _purchase,
        "record_renewal": lambda said: [acts.RecordRenewal(**said.of, **said.common)],
        "log_swap": _swap,
        "end_offer": _end,
        "record_grant": _grant,
        "request_refund": _claim(Claim.REFUND),
        "request_swap": _claim(Claim.SWAP),
        "request_replacement": _claim(Claim.REPLACEMENT),
        "record_decision": _decision,
        "open_incident": _incident,
        "grant_credit": _credit,
        "use_credit": lambda said: [acts.UseCredit(amount=said.amount, currency=said.currency, **said.common)],
        "use_hours": lambda said: [acts.UseHours(hours=said.amount, **said.of, **said.common)],
        "give_role": _role(acts.GiveRole),
        "take_role": _role(acts.TakeRole),
        "state_profile": _profile,
        "undo": _undo,
        "correct_entry": _correct,
    }
)

_OF_PEOPLE: Final = frozenset(
    {
        *("assign_seat", "activate_seat", "release_seat", "move_seat", "queue_seat", "unqueue_seat", "request_seat"),
        *("approve_request", "deny_request", "give_role", "take_role", "correct_entry", "erase_person", "set_deputy"),
        "opening_balance",
    }
)
"""Acts that name people of the directory: there a name must be exactly one person's."""

_ENDS_A_NAME: Final = STOPS | frozenset(
    "on in at for from since by with without and or but as to of the a an this that which it we i our us my last "
    "next today yesterday tomorrow again too also now just already finally so because after before though lol yay "
    "please pls thanks thx was is are did got bought paid today's not no instead membership fee order".split()
)
"""Behind these words a competency's name has ended."""

_AUDITORS: Final = frozenset({"auditor", "auditors", "auditing"})
_ADMINISTRATORS: Final = frozenset({"admin", "admins", "administrator", "administrators"})

_TIMELESS: Final = frozenset({"change_setting", "undo"})
"""Acts in which what looks like a day is none ("10/3 means 10 March")."""

_MOST_INCIDENTS: Final = 20
"""More in one sentence is no count of incidents."""

_ENTRY: Final = re.compile(r"#?(-?\d{1,18})")
"""A number that an entry can have or not: "#14", "-1", "99999999999"."""

_NO_COMPETENCY: Final = frozenset(
    "silver gold competency competencies competence competences microsoft mpn partner level status member membership "
    "comp".split()
)
