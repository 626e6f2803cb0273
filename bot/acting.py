"""From a reading to the acts that it asks for, or to what is unclear about whom or what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from intents.model import Reading
from intents.slots import role_of
from intents.stated import programme_of
from intents.tags import Kind, Tag
from policy import acts
from policy.acts import Act
from policy.facts import Level, Programme
from policy.model import Answered, Claim, CreditForm, Decided, EndReason, Role, Support


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that is nobody's, or that several people share (`ids`), or a day that does not exist."""

    text: str
    typed: str = ""
    ids: tuple[str, ...] = ()


def acts_of(reading: Reading, speaker: str) -> list[Act] | Unclear | None:
    """The acts of a reading: one for each person, key or token that it names; None where it names none that can be.

    A name that is not exactly one person's, or a day that is none, makes the whole unclear.
    """
    make = _MAKERS.get(reading.label)
    if make is None:
        return None
    for tag in reading.tags:
        if tag.kind is Kind.DATE and tag.day and tag.day.fault:
            return Unclear(f"**That day does not exist:** {tag.day.fault}. Which day was it?")
        if tag.kind is Kind.PERSON and len(tag.ids) != 1:
            return Unclear("", tag.text, tag.ids)
    return make(_Said(reading, speaker))


class _Said:
    """What a reading names, by slot."""

    def __init__(self, reading: Reading, speaker: str) -> None:
        self.reading, self.speaker = reading, speaker

    def tags(self, kind: Kind) -> list[Tag]:
        return self.reading.named(kind)

    def people(self, slot: str = "person") -> list[str]:
        named = self.tags(Kind.PERSON)
        return [
            t.ids[0] for t in named if role_of(self.reading.words, self.reading.tags, t, self.reading.label) == slot
        ]

    def person(self, slot: str = "person") -> str | None:
        return next(iter(self.people(slot)), None)

    def value(self, kind: Kind) -> str | None:
        return next((tag.value for tag in self.tags(kind)), None)

    def text(self, kind: Kind) -> str | None:
        return next((tag.text for tag in self.tags(kind)), None)

    @property
    def day(self) -> date | None:
        return next((tag.day.on for tag in self.tags(Kind.DATE) if tag.day), None)

    @property
    def count(self) -> int | None:
        value = self.value(Kind.COUNT)
        return int(value) if value else None

    @property
    def product(self) -> str | None:
        return self.value(Kind.PRODUCT)

    @property
    def token(self) -> str | None:
        return self.value(Kind.TOKEN) or self.value(Kind.KEY)

    @property
    def key(self) -> str | None:
        return self.text(Kind.KEY) or self.value(Kind.TOKEN)

    @property
    def offers(self) -> list[Tag]:
        return self.tags(Kind.OFFER)

    @property
    def programme(self) -> Programme | None:
        return programme_of(self.offers[-1].value) if self.offers else None

    def has(self, *words: str) -> bool:
        return any(word in self.reading.words for word in words)

    @property
    def common(self) -> dict[str, Any]:
        return {"on": self.day}


def _for_each(values: list[Any], make: Callable[[Any], Act]) -> list[Act]:
    return [make(value) for value in (values or [None])]


def _seat(act: Callable[..., Act]) -> Callable[[_Said], list[Act]]:
    """Acts on one person's seat."""

    def make(said: _Said) -> list[Act]:
        product: dict[str, Any] = {"product": said.product} if said.product else {}
        return _for_each(said.people(), lambda person: act(person=person, **product, **said.common))

    return make


def _move(said: _Said) -> list[Act]:
    return [
        acts.MoveSeat(from_person=said.person("from_person"), person=said.person(), product=said.product, **said.common)
    ]


def _request(said: _Said) -> list[Act]:
    product: dict[str, Any] = {"product": said.product} if said.product else {}
    return [acts.RequestSeat(person=said.person() or said.speaker, **product, **said.common)]


def _answered(decision: Answered) -> Callable[[_Said], list[Act]]:
    def make(said: _Said) -> list[Act]:
        request = f"request-{said.count}" if said.count else None
        return [acts.DecideRequest(decision=decision, request=request, person=said.person(), **said.common)]

    return make


def _purchase(said: _Said) -> list[Act]:
    level = next((Level(tag.value) for tag in said.offers if tag.value in ("silver", "gold")), None)
    return [acts.RecordPurchase(program=said.programme, level=level, **said.common)]


def _swap(said: _Said) -> list[Act]:
    return [acts.RecordSwap(to=said.programme, **said.common)]


def _end(said: _Said) -> list[Act]:
    lapsed = said.has("lapsed", "expired", "ended", "lapse", "ran")
    reason = EndReason.LAPSED if lapsed else EndReason.CANCELLED
    return [acts.EndOffer(program=said.programme, reason=reason, **said.common)]


def _grant(said: _Said) -> list[Act]:
    pairs: list[tuple[str, int]] = []
    counted: int | None = None
    for tag in said.reading.tags:
        if tag.kind is Kind.COUNT:
            counted = int(tag.value)
        elif tag.kind is Kind.PRODUCT and counted is not None:
            pairs.append((tag.value, counted))
            counted = None
    return [acts.RecordGrant(grants=tuple(pairs), program=said.programme, **said.common)]


def _claim(claim: Claim) -> Callable[[_Said], list[Act]]:
    def make(said: _Said) -> list[Act]:
        if claim is Claim.REPLACEMENT:
            labels = [tag.value for tag in said.tags(Kind.TOKEN) or said.tags(Kind.KEY)]
            return _for_each(labels, lambda token: acts.MakeClaim(claim=claim, token=token, **said.common))
        programme = said.programme if claim is Claim.REFUND else None
        return [acts.MakeClaim(claim=claim, program=programme, **said.common)]

    return make


def _decision(said: _Said) -> list[Act]:
    refused = said.has("refused", "rejected", "denied", "declined", "turned", "no")
    words = said.reading.words
    claim = next(
        (c for c in Claim if any(word.startswith(c.value) for word in words)),
        Claim.REPLACEMENT if said.token else None,
    )
    decision = Decided.REFUSED if refused else Decided.APPROVED
    return [acts.RecordDecision(decision=decision, claim=claim, token=said.token, **said.common)]


def _add_key(said: _Said) -> list[Act]:
    if said.tags(Kind.TOKEN) or said.has("token", "tokens"):
        return [acts.AddToken(label=said.token, service=said.product, seats=said.count, **said.common)]
    return [acts.AddKey(label=said.text(Kind.KEY), product=said.product, activations=said.count, **said.common)]


def _activation(said: _Said) -> list[Act]:
    again = said.has("reimaged", "reinstalled", "reactivated", "rebuilt", "wiped", "same")
    changed = True if said.has("motherboard", "mainboard") else None
    machine_new = False if again else (True if said.has("new") else None)
    return [
        acts.ActivateKey(
            key=said.key,
            product=said.product,
            machine=said.text(Kind.MACHINE),
            machine_new=machine_new,
            hardware_changed=changed,
            **said.common,
        )
    ]


def _activate_token(said: _Said) -> list[Act]:
    tokens, tenants = said.tags(Kind.TOKEN) or said.tags(Kind.KEY), said.tags(Kind.TENANT)
    made: list[Act] = []
    for n, token in enumerate(tokens):
        tenant = tenants[min(n, len(tenants) - 1)].text if tenants else None
        made.append(acts.ActivateToken(token=token.value, tenant=tenant, seats=said.count, **said.common))
    return made or [
        acts.ActivateToken(tenant=said.text(Kind.TENANT), seats=said.count, service=said.product, **said.common)
    ]


def _replace_token(said: _Said) -> list[Act]:
    tokens = [tag.value for tag in said.tags(Kind.TOKEN)]
    return [
        acts.ReplaceToken(
            token=tokens[0] if tokens else None, with_token=tokens[1] if len(tokens) > 1 else None, **said.common
        )
    ]


def _view_token(said: _Said) -> list[Act]:
    labels = [tag.value for tag in said.tags(Kind.TOKEN) or said.tags(Kind.KEY)]
    return _for_each(labels, lambda token: acts.ViewToken(token=token, service=said.product, **said.common))


def _role(act: Callable[..., Act]) -> Callable[[_Said], list[Act]]:
    def make(said: _Said) -> list[Act]:
        role = Role.AUDITOR if said.has("auditor", "auditors", "auditing") else Role.ADMINISTRATOR
        return _for_each(said.people(), lambda person: act(person=person, role=role, **said.common))

    return make


def _profile(said: _Said) -> list[Act] | None:
    facts = said.reading.facts
    stated: list[Act] = []
    if facts.learning_partner is not None:
        stated.append(acts.StateFact(fact="learning_partner", value=facts.learning_partner))
    if facts.programme is not None:
        stated.append(acts.StateFact(fact="programme", value=facts.programme.value))
    if facts.level is not None:
        stated.append(acts.StateFact(fact="level", value=facts.level.value))
    return stated or None


def _undo(said: _Said) -> list[Act]:
    return [acts.Undo(seq=_entry_number(said))]


def _correct(said: _Said) -> list[Act] | None:
    changes: list[tuple[str, Any]] = []
    if said.day is not None:
        changes.append(("on", said.day))
    if said.person() is not None:
        changes.append(("person", said.person()))
    return [acts.Correct(seq=_entry_number(said), changes=tuple(changes))] if changes else None


def _entry_number(said: _Said) -> int | None:
    """The number of an entry: "undo 14", "#14 was on 3 Oct", "entry 14"."""
    for tag in said.reading.tags:
        if tag.kind in (Kind.COUNT, Kind.KEY, Kind.TOKEN) and tag.value.isdigit():
            return int(tag.value)
    typed = next((word[1:] for word in said.reading.words if word[0] == "#" and word[1:].isdigit()), None)
    return int(typed) if typed else None


def _incident(said: _Said) -> list[Act]:
    product = next(iter(said.tags(Kind.PRODUCT)), None)
    support = None
    if said.has("cloud", "scs", "signature"):
        support = Support.CLOUD
    elif said.has("product"):
        support = Support.PRODUCT
    version = product.version if product and product.version else None
    return [
        acts.OpenIncident(support=support, product=product.value if product else None, version=version, **said.common)
    ]


def _amount(said: _Said) -> Decimal | None:
    return Decimal(said.count) if said.count is not None else None


def _credit(said: _Said) -> list[Act]:
    form = CreditForm.MONTHLY if said.has("month", "monthly") else CreditForm.BULK if said.has("bulk", "once") else None
    return [acts.GrantCredit(form=form, amount=_amount(said), program=said.programme, **said.common)]


_MAKERS: Final[dict[str, Callable[[_Said], list[Act] | None]]] = {
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
    "record_renewal": lambda said: [acts.RecordRenewal(program=said.programme, **said.common)],
    "log_swap": _swap,
    "end_offer": _end,
    "record_grant": _grant,
    "request_refund": _claim(Claim.REFUND),
    "request_swap": _claim(Claim.SWAP),
    "request_replacement": _claim(Claim.REPLACEMENT),
    "record_decision": _decision,
    "add_key": _add_key,
    "view_key": lambda said: [acts.ViewKey(key=said.key, **said.common)],
    "record_activation": _activation,
    "set_activations_left": lambda said: [acts.CountKey(key=said.key, left=said.count, **said.common)],
    "install_software": lambda said: [
        acts.InstallSoftware(
            product=said.product, machine=said.text(Kind.MACHINE), key=said.text(Kind.KEY), **said.common
        )
    ],
    "remove_software": lambda said: [
        acts.RemoveSoftware(product=said.product, machine=said.text(Kind.MACHINE), **said.common)
    ],
    "log_token_view": _view_token,
    "activate_token": _activate_token,
    "replace_token": _replace_token,
    "open_incident": _incident,
    "grant_credit": _credit,
    "use_credit": lambda said: [acts.UseCredit(amount=_amount(said), **said.common)],
    "use_hours": lambda said: [acts.UseHours(hours=_amount(said), program=said.programme, **said.common)],
    "give_role": _role(acts.GiveRole),
    "take_role": _role(acts.TakeRole),
    "state_profile": _profile,
    "undo": _undo,
    "correct_entry": _correct,
}
