"""Questions with two halves, denied duties, and words that turn what a sentence is about."""

import pytest

from bot.desk import Desk
from tests.bot.asking import asked

YES, NO, DEPENDS = "allowed", "not_allowed", "it_depends"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("does a token go on one tenant or on two?", "token-once"),
        ("are the licences for testing or for production?", "use-internal"),
        ("is it our own server or only Azure where this may run?", "use-internal"),
        ("is it the boss or the administrator who enrols us?", "admin-role"),
        ("are the trainings for customers or only for staff?", "not-customer-training"),
        ("do we get enterprise or professional with action pack", "vs-included"),
        ("is the right to the software for ever or for a year?", "licence-not-perpetual"),
        ("do we show the records to microsoft or to an auditor?", "audit-records"),
        ("one activation or two when we change the disk and the ram?", "mak-action-pack"),
        ("does the 90 day wait apply to Office or only to Visual Studio?", "vs-reassign"),
        ("MAK used up, and now?", "mak-finite"),
        ("is there a tool that we have to track with or how is it done?", "track-usage"),
    ],
)
def test_of_two_that_exclude_each_other_neither_gets_a_yes(desk: Desk, text: str, rule: str) -> None:
    reply = asked(desk, text)
    assert (reply.kind, reply.verdict, reply.rules[0]) == ("answer", None, rule)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("can we use it at home or on the road?", DEPENDS),
        ("may Bob or Eva use Office for our own bookkeeping?", YES),
        ("do we have to present records or not?", YES),
        ("are product support incidents in action pack as well or only with a competency?", YES),
        ("may my boss decide whether the azure credit comes per month or as bulk", NO),
        ("is it up to us whether the Azure credit arrives every month or as a lump", NO),
        ("when the auditor comes may we simply tell him nothing was written down?", NO),
    ],
)
def test_what_may_be_done_or_is_only_told_stays_a_yes_or_no(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        ("is Excel licensed per device?", DEPENDS, "share-locations"),
        ("Windows: per device or per user?", None, "share-locations"),
        ("is it per device or per user with Visual Studio?", None, "vs-per-user"),
        ("plain Windows seat, not VS: is there a wait of 90 days?", NO, "vs-reassign"),
        ("Office seat, no Visual Studio. can Tom get it from Lena after 10 days?", YES, "vs-reassign"),
    ],
)
def test_the_rule_of_visual_studio_is_told_of_nothing_else(
    desk: Desk, text: str, verdict: str | None, rule: str
) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.rules[0]) == (verdict, rule)


@pytest.mark.parametrize(
    "text",
    [
        "we never have to keep records, do we?",
        "there's no obligation to track the use, right?",
        "it's not the case that we have to activate Office, is it?",
        "nobody has to enter the new tokens, right?",
        "it isn't true that an auditor must be shown records, is it?",
        "nobody needs to activate the VS seats after assigning, right?",
        "must Microsoft show the records in the audit rather than us?",
        "does every office have to use the same sort of key",
        "must the whole firm use one kind of key only?",
    ],
)
def test_a_duty_denied_or_laid_on_another_gets_a_no(desk: Desk, text: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.text[:4]) == (NO, "**No")


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        ("they audit us next week. is it ok to say we lost the records?", NO, "audit-records"),
        ("mainstream is finished for this Exchange, still n-1. can we raise a support case?", NO, "support-n-1"),
        (
            "our server is the newest version and mainstream support hasn't ended. may we use a product incident?",
            YES,
            "",
        ),
        ("gold: same PC reinstalled and activated three times with our MAK, just one activation gone then?", NO, ""),
        ("silver partner. reimaged one laptop once. Did that cost only one activation?", YES, "mak-competency"),
        ("we prefer bulk. May we convert our monthly azure credits?", NO, "azure-credits"),
        ("can our payroll run on the azure credits?", DEPENDS, "azure-credits"),
        ("is it ok to use our azure credit for clients' websites", DEPENDS, "azure-credits"),
        ("may our bookkeeper do bookkeeping for other firms with benefit Office", NO, "not-revenue"),
        ("our tax clerk writes clients' tax returns with Word from the pack. ok?", NO, "not-revenue"),
        ("may our bookkeeper do our monthly closing with Excel?", YES, "use-internal"),
        ("may we use twelve windows licences if ten are listed", NO, ""),
        ("our client wants to redeem one of our tokens, ok?", NO, "not-resell"),
        ("our own staff train customers on benefit Office. allowed?", DEPENDS, "not-customer-training"),
        ("in the customer centre our own employees learn Excel on benefit licences. ok?", YES, "use-train-staff"),
        ("my wife's firm would like a few of our seats; two different companies. ok?", NO, "share-locations"),
        ("The administrator wants to enrol us himself, may he?", YES, "admin-role"),
        ("I'm just an intern. Can I hand out seats?", NO, "admin-role"),
        ("we keep a Google sheet of our licences, will that do?", YES, "track-usage"),
        ("membership is over. Must we remove Windows Server from the rack?", YES, "licence-not-perpetual"),
        ("membership ended. may SQL stay where it is?", NO, "licence-not-perpetual"),
        ("do I need to be a member for presales help?", YES, "presales"),
        ("we built a stock tool for ourselves; may we test our own tool on benefit SQL?", YES, "use-develop"),
        ("may the list say 10 Office seats and we use 12?", NO, ""),
        ("is cloud support there for trouble in our customers' services? we have gold", YES, "support-scs-scope"),
    ],
)
def test_a_word_of_the_case_turns_the_answer(desk: Desk, text: str, verdict: str, rule: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, rule in ("", reply.rules[0])) == (verdict, True), reply.rules


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("may I put Office on the computer at reception?", YES),
        ("is it allowed to install Windows 10 on the machines on our factory floor", YES),
        ("can we load Word onto the pc in the canteen", YES),
        ("may I put Windows on the kiosk pc at our client's shop?", NO),
        ("can we install Office on the reception pc of our customer's hotel", NO),
        ("may I install Windows 7 on the reception pc?", NO),
        ("can the cleaning company use Office on the reception pc", NO),
    ],
)
def test_a_room_of_the_company_is_no_customers_site(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("who has the final say on our refund?", "refund-untouched"),
        ("who will decide if our swap is granted?", "swap-untouched"),
        ("which requirements are there for swapping the packs?", "swap-untouched"),
        ("on what terms does microsoft refund the fee", "refund-untouched"),
        ("who in our firm may hand out seats?", "admin-role"),
        ("who is supposed to manage our keys and licences?", "admin-role"),
        ("who may participate in our internal courses on the partner licences?", "use-train-staff"),
        ("how do tokens and keys differ?", "key-per-org"),
        ("whom do we contact about a broken Azure VM, we're silver", "support-scs-scope"),
        ("what conditions for the swap?", "swap-untouched"),
    ],
)
def test_who_and_what_get_the_rule_that_is_asked_for(desk: Desk, text: str, rule: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.rules[0]) == (None, rule)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("gold partner, reimaged the same box. I say it's free, my colleague says it costs one; is he right?", YES),
        ("gold partner, reimaged the same box. I say it costs one, my colleague says it's free; is he right?", NO),
        ("silver, same PC wiped. He thinks reinstalling is free, I think it costs an activation. Am I right?", YES),
        ("I say we must keep records of use, she says it's optional. is she right?", NO),
        ("my partner says we don't have to track anything; I say we must keep records of use. am I right?", YES),
        ("I claim it's only one swap. He claims one may swap again. Is he right?", NO),
        ("Action pack, reinstalled on same laptop. She thinks it costs one, I think it's free. Who is right?", None),
    ],
)
def test_of_two_who_disagree_the_one_who_is_asked_about_is_judged(desk: Desk, text: str, verdict: str | None) -> None:
    assert asked(desk, text).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "may we use our payroll team's Excel to do the wages for three bakeries?",
        "our monthly closing for the Miller company in benefit Excel, ok?",
        "I wrote an app for Miller Ltd and test it on benefit SQL. Fine?",
        "can we drop our excel list and let Microsoft track?",
        "we have the latest version of our own app on SQL 2008. may we open a product incident for that SQL?",
        "silver: reimaged three PCs, that's just one activation, right?",
        "does the admin have to be from Microsoft?",
        "can we swap just once more?",
        "pack over: must we remove nothing and just go on?",
        "can the VS seat stay unassigned and everybody uses it when needed?",
        "cloud seats after the end until the data is moved, allowed?",
        "a refund is possible any time in the first year, isn't it?",
        "seat moved to another dev after 60 days?",
        "Our admin quit and the receptionist hands out licences herself. she isn't an administrator. can she?",
        "Last year 100 seats were listed and now less. Do we keep the 100 because we had them before?",
    ],
)
def test_no_aside_makes_a_yes_of_a_no(desk: Desk, text: str) -> None:
    assert asked(desk, text).verdict == NO


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("can we invoice our own customers with Word from the pack?", YES),
        ("may accounting use Excel for our company's books?", YES),
        ("may we use Excel for the whole company?", YES),
        ("the list said 20 Office seats at payment, in the meantime it shows 10. may we still use all 20?", YES),
        ("When we paid in march it said 5 SQL licences, now it says 2. Do we keep the 5 for this year?", YES),
        ("Paul is our programme administrator. May he hand out the seats by name?", YES),
        ("seat moved to another dev after 95 days?", YES),
    ],
)
def test_ones_own_business_stays_a_yes(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict


def test_a_no_is_not_lost_behind_a_second_half(desk: Desk) -> None:
    for text in (
        "Can we use Office 365 for our customer's payroll, and reassign Ana's seat tomorrow?",
        "may we rent the SQL licences to a client, and does the seat of Bob move with it?",
    ):
        assert asked(desk, text).verdict == NO
