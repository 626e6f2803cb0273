"""Questions of yes or no that the record answers: are we a learning partner, is her seat valid?"""

from bot.answers.questions import heard
from bot.record.recording import for_administrators
from bot.record.records import Visit
from bot.reply import Kind, Reply
from bot.talk.plan import Offers
from intents.model import Mood, Reading
from policy.context import in_words
from policy.decision import Verdict
from policy.ledger import has_clock


def profile_asked(reading: Reading, visit: Visit) -> Reply | None:
    """Whether the company is a learning partner, as far as it was said; None for another question."""
    if reading.label != "state_profile" or reading.mood is not Mood.QUESTION or reading.facts.learning_partner is None:
        return None
    known = visit.ledger.company.settings(visit.today).learning_partner
    text = {
        True: "**Yes.** That you are a learning partner is recorded here, and answers use it.",
        False: "**No.** That you are no learning partner is recorded here, and answers use it.",
        None: "**I don't know.** Nobody has told me: say “we are a learning partner”, or that you are not.",
    }[known]
    verdict = {True: Verdict.ALLOWED, False: Verdict.NOT_ALLOWED, None: Verdict.IT_DEPENDS}[known]
    rules = ("not-customer-training",)
    sections = visit.edition.sections_of(rules)
    return Reply(kind=Kind.REPORT, verdict=verdict, rules=rules, sections=sections, text=text, reading=heard(reading))


def seat_valid(visit: Visit, reading: Reading, people: list[str]) -> Reply:
    """Whether somebody's Visual Studio seat counts: once it is assigned and activated (section "Visual Studio")."""
    person = people[0] if people else visit.request.person
    if person != visit.request.person and not visit.reads_all:
        return not_theirs(visit, reading)[0]
    seats = [seat for seat in visit.ledger.seats.of(person, visit.today) if has_clock(seat.product)]
    name, rules = visit.name(person), ("vs-per-user",)
    covered = [seat for seat in seats if visit.ledger.offers.covers(seat.offer, visit.today)]
    since = next((seat.activated for seat in covered if seat.activated), None)
    if since:
        text = f"**Yes.** {name}'s seat is assigned and was activated on {in_words(since)}."
    elif seats and not covered:
        when = f" It was activated on {in_words(seats[0].activated)}." if seats[0].activated else ""
        text = f"**Not any more.** The offer of {name}'s seat has run out, and the right with it.{when}"
    elif seats:
        text = f"**Not yet.** {name} has the seat since {in_words(covered[0].since)} and has not activated it."
    else:
        text = f"**No.** {name} has no Visual Studio seat."
    return Reply(
        kind=Kind.ANSWER,
        verdict=Verdict.ALLOWED if since else Verdict.NOT_ALLOWED,
        rules=rules,
        sections=visit.edition.sections_of(rules),
        text=text,
        reading=heard(reading),
    )


def not_theirs(visit: Visit, reading: Reading) -> tuple[Reply, Offers]:
    """What others hold is for administrators and auditors."""
    text = "**That is for administrators and auditors.** You can see what you hold yourself, and how many are free."
    said = for_administrators(visit, heard(reading), text, visit.request.text or "")
    return said.reply, said.offers
