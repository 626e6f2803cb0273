"""Cases that turn on one fact, each in several wordings: verdict and deciding rule."""

import pytest

from bot.desk import Desk
from tests.bot.asking import asked


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        (
            "can one Visual Studio subscription be used for the build agent and a developer?",
            "not_allowed",
            "vs-per-user",
        ),
        ("may our build server and Tom share a single VS seat", "not_allowed", "vs-per-user"),
        ("can the build agent use Ana's VS subscription?", "it_depends", "vs-per-user"),
        ("the leaver still holds the seat till day 90, may someone else use it?", "not_allowed", "vs-reassign"),
        ("Ana quit, her VS seat is hers until day 90. May Ben have it meanwhile?", "not_allowed", "vs-reassign"),
        ("Ana left after 30 days. What can we do with her seat until day 90?", None, "vs-reassign"),
        ("can we keep the old benefit licences beside the commercial ones?", "it_depends", "licence-not-perpetual"),
        (
            "our membership expired, may old Office stay next to the commercial licences?",
            "not_allowed",
            "licence-not-perpetual",
        ),
        ("can benefit licences be mixed with commercial licences", "allowed_if", "key-any-mix"),
        ("we upgraded to gold, can we still use the old action pack licences?", "it_depends", "licence-not-perpetual"),
        ("after the upgrade to gold can we keep the E3 seats from the action pack", "not_allowed", "cloud-rights-end"),
        (
            "our benefits ended. may we keep using the keys that we activated already?",
            "not_allowed",
            "licence-not-perpetual",
        ),
        (
            "is a key still good after the end of the benefits if it was activated before",
            "not_allowed",
            "licence-not-perpetual",
        ),
        ("membership is over, we only keep what is installed, fine?", "not_allowed", "licence-not-perpetual"),
        ("we put the app on our server and three clients log in. Fine?", "not_allowed", "not-revenue"),
        ("we run our own time tracking app on our server and our staff log in. ok?", "allowed", "use-internal"),
        ("we have two tokens on two tenants, is that ok?", "allowed", "token-not-split"),
        ("Token A for tenant Nord, token B for tenant Süd. Any objection?", "allowed", "token-not-split"),
        ("may two tokens be split over four tenants?", "not_allowed", "token-not-split"),
        ("does uninstalling give the activation back?", "not_allowed", "mak-finite"),
        ("if we remove Office from the old PC, is the activation freed?", "not_allowed", "mak-finite"),
        ("may a distributor's people demo with our licences?", "not_allowed", "use-demo"),
        ("another partner wants to show it on our benefit licences, ok?", "not_allowed", "use-demo"),
        ("may we demo to a distributor", "allowed_if", "use-demo"),
        ("can we build an app for a client with Visual Studio for free?", "it_depends", "vs-not-revenue"),
        ("we develop an app for a client in VS but don't charge, ok?", "it_depends", "vs-not-revenue"),
        (
            "we don't charge the client by the hour for the app in VS but a fixed price, ok?",
            "not_allowed",
            "vs-not-revenue",
        ),
        ("may we develop a custom app for one client on SQL Server, for free?", "not_allowed", "not-revenue"),
        ("can we buy extra Office seats within the Action Pack", "not_allowed", "grant-as-listed"),
        ("can we add more office seats to our action pack for money", "not_allowed", "grant-as-listed"),
        ("are we allowed to use n-2 of windows server", "not_allowed", "no-downgrade"),
        ("n-2 still supported?", "not_allowed", "support-n-1"),
        ("Bob got it 120 days ago, can we move it?", "allowed", "vs-reassign"),
        ("Bob got it 20 days ago, can we move it?", "not_allowed", "vs-reassign"),
        ("the last day was day 30. Is today too late for a refund?", "not_allowed", "refund-window"),
        ("is day 30 still ok for a refund?", "allowed_if", "refund-window"),
        ("is it day 31 today, too late?", "not_allowed", "refund-window"),
        ("it is day 29, are we still in time?", "allowed_if", "refund-window"),
        ("who may assign seats?", None, "admin-role"),
        ("who can assign seats", None, "admin-role"),
        ("who's allowed to hand out licences?", None, "admin-role"),
        ("can our intern write her thesis with our Office licence", "not_allowed", "use-internal"),
        ("may Tom do his tax return in Excel?", "not_allowed", "use-internal"),
        ("can the janitor have a Visio licence", "allowed", "use-internal"),
        ("can an employee give his Visio licence to his brother", "not_allowed", "not-resell"),
        ("Microsoft has to issue a replacement token within 30 days, doesn't it?", "not_allowed", "token-replace"),
        (
            "the competency year is over, a grace period runs. Are we licensed meanwhile?",
            "not_allowed",
            "licence-not-perpetual",
        ),
        ("Rita activated the VS seat that was assigned to Tom. Is it valid?", "not_allowed", "vs-per-user"),
        ("is a VS seat valid if activated but assigned to somebody else?", "not_allowed", "vs-per-user"),
        ("Ana activated the VS seat that was assigned to her. Is it valid?", "allowed", "vs-per-user"),
        ("may we run N-1 of Windows Server on a benefit licence?", "not_allowed", "no-downgrade"),
        ("is home use of Office fine if I do a bit of work as well?", "it_depends", "not-home"),
        ("is it OK to activate an unlicensed box with a spare partner key?", "not_allowed", "key-any-mix"),
        ("may another programme's key run more machines than we have licences?", "not_allowed", "key-any-mix"),
        ("is every silver partner certain to get bulk credit?", "not_allowed", "azure-credits"),
        ("is a presales consultation guaranteed for any topic we want?", "not_allowed", "presales"),
        ("can we lend a licence to our freelancer's own company for a month?", "not_allowed", "not-resell"),
        ("action pack: does a product support incident cover an Azure problem?", "not_allowed", "support-scs-scope"),
    ],
)
def test_the_fact_that_decides_is_found(desk: Desk, text: str, verdict: str | None, rule: str) -> None:
    reply = asked(desk, text)
    assert (reply.verdict, reply.rules[:1]) == (verdict, (rule,)), reply.text
