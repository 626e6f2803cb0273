"""From a reading to the acts that it asks for, or to what is unclear about whom or what it means."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from bot.acts.company_acts import MAKERS as COMPANY_MAKERS
from bot.acts.entry_acts import MAKERS as ENTRY_MAKERS
from bot.acts.licence_acts import MAKERS as LICENCE_MAKERS
from bot.acts.said import Make, Said, Unclear, for_each, granted, label_of
from bot.acts.seat_acts import MAKERS as SEAT_MAKERS
from bot.acts.unread import unread
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.slots import told
from intents.stated import programme_of
from intents.words import STOPS
from policy import acts
from policy.acts import Act
from policy.context import in_words
from policy.facts import Level, Programme
from policy.model import Claim, CreditForm, Decided, EndReason, Role, Support


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
    if (unclear := _which_of_two_days(reading)) is not None:
        return unclear
    made = make(Said(reading, speaker))
    return unread(reading, made) or made if isinstance(made, list) else made


def _which_of_two_days(reading: Reading) -> Unclear | None:
    """Asks where several days are said of what can only have one: "ana on 3 Feb and bob on 4 Feb"."""
    if reading.plain or reading.label in _OF_SEVERAL_DAYS:
        return None
    days = dict.fromkeys(
        tag.day.on for tag in told(reading.words, reading.tags) if tag.kind is Kind.DATE and tag.day and tag.day.on
    )
    if len(days) < 2:
        return None
    named = " and ".join(in_words(day) for day in days)
    return Unclear(f"**Which day?** I hear {named}. Say one thing at a time, each with its own day.")


def _purchase(said: Said) -> list[Act]:
    bought = _offers_apart(said)
    if len(bought) > 1:
        return [_bought(said, offers, said.common | {"on": day or said.day}) for offers, day in bought]
    return [_bought_alone(said), *_with_it(said)]


def _bought_alone(said: Said) -> Act:
    competency = next((name for tag in said.offers if (name := _competency(said, tag))), None)
    return acts.RecordPurchase(program=said.programme, competency=competency, level=said.level, **said.common)


def _with_it(said: Said) -> list[Act]:
    """What is said to come with what is bought: "bought the action pack with 3 VS Pro"."""
    grants = () if said.reading.plain else granted(said.reading)
    return [acts.RecordGrant(grants=grants, **said.of, **said.common)] if grants and said.offers else []


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


def _end(said: Said) -> list[Act] | None:
    if said.has("ends", "expires", "lapses"):
        return None  # it tells how long an offer runs, and not that it was ended
    lapsed = said.has("lapsed", "expired", "ended", "lapse", "ran")
    reason = EndReason.LAPSED if lapsed else EndReason.CANCELLED
    return [acts.EndOffer(**said.of, reason=reason, **said.common)]


def _grant(said: Said) -> list[Act] | Unclear:
    grants = granted(said.reading)
    if said.has(*_ON_TOP) and not said.reading.plain:
        return Unclear("**How many in all?** A grant states the whole quantity that Partner Center lists.")
    products = {tag.value for tag in said.tags(Kind.PRODUCT)} - {product for product, _ in grants}
    if grants and products and not said.reading.plain:
        return Unclear("**How many of each?** Say it for every product, such as “3 VS Professional and 5 Office 365”.")
    recorded = acts.RecordGrant(grants=grants, **said.of, **said.common)
    buys = said.has(*_BUYING) and said.offers and not said.reading.plain and len(_offers_apart(said)) == 1
    return [_bought_alone(said), recorded] if buys else [recorded]


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
        people = said.people() or said.myself()
        return for_each(people, lambda person: act(person=person, role=role, **said.common))

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


def _incident(said: Said) -> list[Act] | Unclear:
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
    many = 1 if said.count is None else said.count
    if not 0 < many <= _MOST_INCIDENTS:
        return Unclear(f"**{many:,} incidents?** I record up to {_MOST_INCIDENTS} at once: say how many it was.")
    return [opened] * many


def _hours(said: Said) -> list[Act]:
    """Hours that were used; those that one has, or that Partner Center lists, are granted."""
    if said.has(*_HAVING) and not said.has(*_USING) and (services := granted(said.reading)):
        return [acts.RecordGrant(grants=services, **said.of, **said.common)]
    return [acts.UseHours(hours=said.amount, **said.of, **said.common)]


def _credit(said: Said) -> list[Act]:
    form = CreditForm.MONTHLY if said.has("month", "monthly") else CreditForm.BULK if said.has("bulk", "once") else None
    currency: dict[str, Any] = {"currency": said.currency} if said.currency else {}
    return [acts.GrantCredit(form=form, amount=said.amount, **said.of, **currency, **said.common)]


_MAKERS: Final[dict[str, Make]] = (
    COMPANY_MAKERS
    | LICENCE_MAKERS
    | SEAT_MAKERS
    | ENTRY_MAKERS
    | {
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
        "use_hours": _hours,
        "give_role": _role(acts.GiveRole),
        "take_role": _role(acts.TakeRole),
        "state_profile": _profile,
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

_ON_TOP: Final = frozenset({"more", "additional", "extra", "another", "less", "fewer"})
_BUYING: Final = frozenset({"bought", "purchased", "ordered"})
_HAVING: Final = frozenset("have has get gets got gives grants granted includes lists shows comes receive".split())
_USING: Final = frozenset("used use spent spend consumed burned burnt left took record log".split())
_AUDITORS: Final = frozenset({"auditor", "auditors", "auditing"})
_ADMINISTRATORS: Final = frozenset({"admin", "admins", "administrator", "administrators"})

_TIMELESS: Final = frozenset({"change_setting", "undo"})
"""Acts in which what looks like a day is none ("10/3 means 10 March")."""

_OF_SEVERAL_DAYS: Final = _TIMELESS | {"record_purchase", "set_deputy", "opening_balance", "state_profile"}
"""Acts that have a day each, or a first and a last one."""

_MOST_INCIDENTS: Final = 20
"""More in one sentence is no count of incidents."""

_NO_COMPETENCY: Final = frozenset(
    "one ones silver gold competency competencies competence competences microsoft mpn partner level status member "
    "membership comp".split()
)
