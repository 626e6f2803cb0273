"""What people state about their company, what they take back, and days that cannot be."""

from datetime import date

import pytest

from intents.field import names_another_vendor
from intents.form import form_in, other_half
from intents.marks import Kind
from intents.model import Reading
from intents.names import Names
from intents.reader import Reader
from intents.stated import lasting, taken_back
from intents.words import clean, split
from policy.decision import Form
from policy.facts import Facts, Level, Programme

TODAY = date(2026, 2, 10)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def read(reader: Reader, text: str) -> Reading:
    (reading,) = reader.read(text, Names(), TODAY)
    return reading


GOLD = Facts(programme=Programme.COMPETENCY, level=Level.GOLD)
SILVER = Facts(programme=Programme.COMPETENCY, level=Level.SILVER)
LEARNING = Facts(learning_partner=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("were gold", GOLD),
        ("fyi were a learning partner", LEARNING),
        ("we're silver now", SILVER),
        ("we are a gold partner and a learning partner", LEARNING.over(GOLD)),
        ("we're not only gold but a learning partner", LEARNING.over(GOLD)),
        ("actually we aren't a learning partner", Facts(learning_partner=False)),
        ("we are gold, no sorry, silver", SILVER),
        ("we are not gold, we're silver", SILVER),
        ("im a learning partner", LEARNING),
        ("we are no longer gold", Facts()),
        ("we used to be gold", Facts()),
        ("were we gold?", Facts()),
        ("if we were gold, could we use it?", Facts()),
    ],
)
def test_what_is_said_of_the_company_holds_for_later(reader: Reader, text: str, wanted: Facts) -> None:
    assert lasting(read(reader, text), TODAY)[0] == wanted


@pytest.mark.parametrize("text", ["sorry we are not", "no, sorry, we're not", "that was wrong", "oops, we are not"])
def test_a_statement_can_be_taken_back(reader: Reader, text: str) -> None:
    assert taken_back(read(reader, text), LEARNING) == Facts(learning_partner=False)
    assert taken_back(read(reader, text), GOLD) == Facts()


def test_only_what_is_denied_is_taken_back(reader: Reader) -> None:
    assert taken_back(read(reader, "we are no longer gold"), GOLD) == Facts()
    assert taken_back(read(reader, "we are not gold"), SILVER) is None
    assert taken_back(read(reader, "we are gold"), LEARNING) is None
    assert taken_back(read(reader, "why are we not?"), GOLD) is None


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("on 31/02/2026", "there is no 31 February 2026: February has 28 days"),
        ("on 5 nov 9999", "the year 9999 is too far away"),
        ("in 1875", "the year 1875 is too far away"),
        ("-3 days ago", "-3 days ago is no day"),
        ("500000 days ago", "500000 days ago is too far away"),
        ("in january", "January 2026 has 31 days"),
    ],
)
def test_a_purchase_on_no_day_states_none_and_says_why(reader: Reader, when: str, why: str) -> None:
    reading = read(reader, f"we bought the action pack {when}")
    assert [tag.day.fault for tag in reading.named(Kind.DATE) if tag.day] == [why]
    assert lasting(reading, TODAY)[1] is None


def test_a_purchase_on_a_day_is_stated(reader: Reader) -> None:
    reading = read(reader, "we bought the action pack on 3 Feb")
    assert reading.resolved
    assert lasting(reading, TODAY)[1] == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("bought it, nothing used and no token viewed, can we swap?", "touched", False),
        ("no seat assigned, but one token was viewed, can we swap?", "touched", True),
        ("can we install it without typing a key?", "doing_without", True),
        ("the column says Not Required, where is the key?", "needs_key", False),
        ("is a token good for one activation only?", "only_once", True),
        ("one activation only, so no second time?", "only_once", None),
        ("the customer tries the demo on their own", "supervised", False),
        ("is it covered once mainstream support has ended?", "version_covered", False),
        ("bought more than 30 days ago, refund?", "days_since_purchase", 31),
        ("assigned less than 90 days ago, may it move?", "days_since_assignment", 89),
        ("Ana quit 3 weeks into her VS seat", "days_since_assignment", 21),
        ("the seat is hers until day 90", "days_since_assignment", 89),
        ("must we wait until 90 days have passed?", "days_since_assignment", 89),
        ("may a seat move on day 90?", "days_since_assignment", 90),
        ("the last day was day 30, is today too late?", "days_since_purchase", 31),
        ("the last day is day 30 and it's day 31 now", "days_since_purchase", 31),
        ("is the version before last covered?", "version_covered", False),
        ("may we use two tokens on two tenants?", "several_tokens", True),
        ("may two tokens be split over two tenants?", "several_tokens", None),
        ("can our employees log in to the app that we host?", "own_staff", True),
        ("can our employees host a customer's app?", "own_staff", None),
        ("we don't charge them for the app", "for_free", True),
        ("we don't charge by the hour for the app", "for_free", None),
        ("Ana left last week, can Ben have her seat?", "days_since_assignment", None),
        ("Ana left after 15 days, can Ben have her seat?", "days_since_assignment", 15),
        ("Ana left after two years, can Ben have her seat?", "days_since_assignment", None),
        ("may a seat move within the first month?", "days_since_assignment", 30),
        ("today it is exactly 90 days since dave got the seat, can it move?", "days_since_assignment", 90),
        ("the 30 days after the activation are over, another token?", "days_since_activation", 31),
        ("we saw today that the token was activated on 2 January, replace it?", "days_since_activation", 39),
        ("one token was replaced last year, can we replace another?", "days_since_activation", None),
        ("we haven't looked at a token or used anything, refund?", "touched", False),
        ("we have touched nothing, is a swap possible?", "touched", False),
        ("paid for gold but we dont meet the requirements yet", "eligible", False),
        ("there's nothing wrong with our associated branch using it, is there?", "on_profile", True),
        ("with the action pack alone, do we get what gold partners get?", "programme", Programme.ACTION_PACK),
        ("the marketing offers meant for silver, with only an action pack?", "programme", Programme.ACTION_PACK),
        ("can action pack partners open one just like gold partners?", "programme", Programme.ACTION_PACK),
        ("cloud rights don't end with the subscription, do they?", "rights_end", None),
        ("do the cloud rights end with the subscription?", "rights_end", True),
        ("Partner Center listed 25, may we use 100?", "beyond_grant", True),
        ("we hold 11 licences, may a 12th box be activated?", "beyond_grant", True),
        ("may a seat be moved before day 90?", "days_since_assignment", 89),
        ("sooner than 90 days after assignment, can it move?", "days_since_assignment", 89),
        ("a refund after day 30 is possible, right?", "days_since_purchase", 31),
        ("we have 60 days for the refund, right?", "days_since_purchase", 60),
        ("bought a month and a day ago, refund?", "days_since_purchase", 31),
        ("assigned a year ago, but Bob got it 20 days ago. Can Carol get it?", "days_since_assignment", 20),
        ("may we swap to the learning action pack today?", "days_since_purchase", None),
        ("could ana's seat have moved on 15 September?", "days_since_assignment", None),
        ("bought on 1 February 2026. Can we ask for a refund on 9 March 2026?", "days_since_purchase", 36),
        ("assigned on 1 January 2026 to Tom, may I reassign on 1 April?", "days_since_assignment", 90),
        (
            "Bob got it on 1 October and we gave it to Carol on 1 December. Was that allowed?",
            "days_since_assignment",
            61,
        ),
        ("moved from Anna to Ben on 1 September, can it go to Carla on 15 November?", "days_since_assignment", 75),
        ("the swap window closed last week; can we swap anyway?", "days_since_purchase", None),
        ("our application for learning partner is pending, may we train clients?", "learning_partner", None),
        ("our affiliate will be on our profile next month, may they use it?", "on_profile", None),
        ("we want to become a silver partner, may we open a cloud incident?", "level", None),
        ("we hold 25 licences and use 11, is that fine?", "beyond_grant", None),
        ("Tom shows it on his own notebook, ok?", "supervised", None),
        ("may they try it on their own?", "supervised", False),
        ("the criteria haven't been met, may we start?", "eligible", False),
        ("we meet all the criteria, may we start?", "eligible", True),
        ("can't move activated seats, right?", "token_activated", True),
        ("the key came with gold, we are action pack now. is a reimage free?", "level", Level.GOLD),
        ("VS isn't in the action pack, right?", "programme", Programme.ACTION_PACK),
        ("our firm isn't in the action pack, may it?", "programme", None),
        ("bought on 3 June, today is 20 June. refund?", "days_since_purchase", 17),
        ("bought on the 1st, today is the 25th. refund?", "days_since_purchase", 24),
        ("we paid on the 20th and today is the 4th, swap?", "days_since_purchase", 15),
        ("is it free, or must silver partners pay?", "level", None),
    ],
)
def test_the_facts_of_the_case_are_read(reader: Reader, text: str, fact: str, value: object) -> None:
    assert getattr(read(reader, text).facts, fact) == value


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("can we move the Autodesk seats to Basia?", False),
        ("may we renew our Slack subscription?", False),
        ("can Visual Studio seats be used with our GitHub account?", True),
        ("may we show Slack to a client?", True),
    ],
)
def test_licences_of_another_vendor_are_not_ours(reader: Reader, text: str, ours: bool) -> None:
    assert names_another_vendor(read(reader, text)) is not ours


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("is a key needed for Word?", Form.POLAR),
        ("we bought it in May. which products need a key?", Form.OPEN),
        ("do you know when the window closes?", Form.OPEN),
        ("not sure whether we may sell seats", Form.POLAR),
        ("what about using it at home?", None),
        ("when the year ends, do the cloud rights end?", Form.POLAR),
        ("is our office, which is on our profile, covered?", Form.POLAR),
        ("who buys the offers? I need a name", Form.OPEN),
        ("our lead left in April, so who buys the offers?", Form.OPEN),
        ("is a seat per user or per device?", Form.OPEN),
        ("does the month count from payment or from activation?", Form.OPEN),
        ("do we get credit monthly or in bulk?", Form.POLAR),
        ("may sales or marketing use it?", Form.POLAR),
        ("must we pay or", Form.POLAR),
        ("whether it is monthly hangs on the competency?", Form.POLAR),
        ("office wants a key every day, can i ignore that", Form.POLAR),
    ],
)
def test_the_form_of_a_question_shows_in_its_grammar(reader: Reader, text: str, form: Form | None) -> None:
    assert form_in(reader.read(text, Names(), TODAY)[-1].words) is form


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("must we show it, or can we refuse?", "or can we refuse"),
        ("is it in the pack or not? we need it", "or not"),
        ("may we sell or lend seats?", None),
        ("which seats, or is it all the same?", None),
        ("or can we?", None),
    ],
)
def test_the_other_half_of_a_yes_or_no_is_known(text: str, other: str | None) -> None:
    low = split(clean(text)).low
    half = other_half(low)
    assert (half and " ".join(low[half[0] : half[1]])) == other
