"""What a question asks: yes or no, or which of two; turned round by its words; settled by what it tells of the case."""

import pytest

from bot.desk import Desk
from tests.bot.asking import asked

NO = "not_allowed"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("is visual studio licensed by device or by person", "vs-per-user"),
        ("Azure money for gold partners: each month or once a year as a lump?", "azure-credits"),
        ("office 365 fault, we're silver: product support or cloud support?", "support-scs-scope"),
        ("are product keys per company or per employee?", "key-per-org"),
    ],
)
def test_which_of_two_is_asked_without_a_yes(desk: Desk, text: str, rule: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.rules[0]) == (None, rule)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("must we show the auditor our records or may we refuse", "allowed"),
        ("after the audit letter, do I really have to hand over the usage list, or is that voluntary?", "allowed"),
        ("do we have to put in the new tokens after renewal, or do last year's simply run on?", "allowed"),
        ("does the windows key run out at some point or can we use it for ever", "allowed"),
        ("action pack here: is marketing help part of it or do we need to go gold", "allowed"),
        ("Bob and Tom can't use one VS seat in turns, or can they?", NO),
        ("are we obliged to renew or can we just let it go", NO),
    ],
)
def test_of_a_yes_and_its_opposite_the_first_is_asked(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict", "begins"),
    [
        ("Gold competency, same server wiped and activated again. nothing deducted, right?", NO, "**No.**"),
        ("our key is from the silver competency. PC reimaged, same parts. it's free, isn't it?", NO, "**No.**"),
        ("The key came with gold, before we were action pack. Unchanged PC reimaged, is that free?", NO, "**No.**"),
        (
            "silver. They said a reinstall is free. Have we lost activations by reimaging PCs?",
            "allowed",
            "",
        ),
        ("for a gold partner's key does it make any difference if the disk was changed", NO, "**No"),
        ("we're action pack. does it matter whether the mainboard got swapped?", "allowed", "**Yes"),
        ("colleague says Word runs fine w/o activation and we can leave it so. is he right?", NO, "**No.**"),
        ("Windows Server nags us to activate, may we simply ignore it", NO, "**No.**"),
        ("could we leave the Office apps un-activated in the meeting room?", NO, "**No.**"),
        ("SQL Server: can we skip activation?", "allowed", "**Yes.**"),
        ('there\'s "Not Required" beside our download. can we install without a key then?', "allowed", "**Yes.**"),
        ("nobody asked me for a key while installing sharepoint. did I do anything wrong?", NO, "**No"),
        ("is a product key always necessary", NO, "**No"),
        ("do both offices have to use the same key?", NO, "**No"),
        ("are we forced to renew next year?", NO, "**No.**"),
        ("is there a grace period for the servers when the membership ends?", NO, "**N"),
        ("do we need separate licences for each of our own branches?", NO, "**No"),
        ("we train our own new hires on the benefit licences, do we need extra licences for that?", NO, "**No.**"),
        ("a sister company off our profile: does it need its own licences?", "allowed", "**Yes.**"),
        ("will Microsoft enter the new tokens for us?", NO, "**No.**"),
        ("Is only gold entitled to product support?", NO, "**No.**"),
        ("is the presales consultation identical for every partner?", NO, "**No"),
        ("auditor wants our usage. may we tell him microsoft has the data?", NO, "**Not"),
    ],
)
def test_the_answer_begins_as_the_question_was_put(desk: Desk, text: str, verdict: str, begins: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.text[: len(begins)]) == (verdict, begins)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("can't move activated seats to our other tenant, correct?", NO),
        ("employees can't use it for private stuff, right?", NO),
        ("we can't install on the customer's server, right?", NO),
        ("VS Pro isn't in the Action Pack, only Enterprise, true?", "allowed"),
        ("isn't it possible to have our 100 key cut into four of 25?", NO),
    ],
)
def test_a_denial_of_what_one_may_do_denies_nothing_of_the_case(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("the requirements are met and the payment went through yesterday. may we start?", "allowed"),
        ("paid, but we don't meet the criteria yet. may we use the seats?", NO),
        ("fee paid. may we start before we meet the criteria?", NO),
        ("our salesman shows Dynamics to a prospect on his own notebook and sits beside them, ok?", "allowed_if"),
        ("can the client try Dynamics on their own for a week?", NO),
        ("Anna works from her kitchen on the company laptop, only for the firm. is that ok?", "allowed"),
        ("daughter's homework on dad's company laptop at the kitchen table, ok?", NO),
        ("action pack; may we raise a product support ticket for our Exchange?", "allowed"),
        ("may we open a cloud ticket for our on-prem file server? gold here", NO),
        ("without a competency can we open a signature cloud incident?", NO),
        ("bought on 2 June, today is 12 June, nothing touched. Refund?", "allowed_if"),
        ("Nobody here can tell whether we count as a learning partner. May we train a client's staff?", "it_depends"),
        ("I can't find anywhere that we're a learning partner, may customers sit in our Teams class?", "it_depends"),
        ("Purchase 1 April, now it is 20 May. money back possible?", NO),
        ("We bought 10 days ago and a colleague clicked show on a token in the portal. refund possible?", NO),
        ("our freelancer leaves, may we sign his Visual Studio over to him for good?", NO),
        ("can external developers on body leasing use our VS seats?", "it_depends"),
        ("can Berlin and Munich, both ours, use the same 50 key without splitting it", "allowed"),
        ("may we split our 50 key so that Berlin has a key of 25?", NO),
        ("we'd like to swap only once, 40 days after the purchase. ok?", NO),
    ],
)
def test_what_is_told_of_the_case_settles_it(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "can the customer keep the demo on his own pc for the weekend?",
        "may my wife use Office from the kitchen for her club?",
        "we paid but conditions haven't been met. use?",
        "may we start before the criteria are met if we've paid?",
        "can we skip activation for Word or Windows?",
        "could Berlin use the same key split in halves",
        "can we open a product support ticket for Windows Server 2012? gold",
        "AP only. Dynamics 365 is down. may we open a ticket?",
        "do we need extra licences or can we just host the customer's site on ours?",
        "train customers with it, we're no learning partner. do we need other licences or is it ok?",
        "is it free when I activate on a new machine with a gold key?",
        "may the office manager enter old tokens again or is that useless",
        "can the demo go on without us or does someone have to stay?",
        "must Microsoft give us the refund or can they refuse",
        "may the office manager enter old tokens again",
        "my company isn't in the action pack, may it open a cloud ticket?",
        "everything renews by itself, nobody has to enter tokens, right?",
        "is everybody in the family allowed to use the company Office?",
        "Office complains daily that it isn't activated. can we live with that?",
        "our supplier's trainees in our internal course on the licences?",
    ],
)
def test_no_wording_makes_a_yes_of_a_no(desk: Desk, text: str) -> None:
    assert asked(desk, text).verdict in (NO, "it_depends")
