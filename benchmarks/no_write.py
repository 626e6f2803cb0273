"""Sentences that are no commands, said to a desk that keeps a full ledger: what is recorded, what is proposed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from benchmarks.heldout import lines
from benchmarks.sentences import TEAM, TENANTS
from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Request
from policy import model
from policy.model import Entry, Programme
from storage.log import Drafts
from storage.people.directory import Person

NOW = dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC)
BOUGHT = dt.date(2025, 6, 2)
WORKSPACE = "acme"
VS = "visual-studio-professional"
QUESTIONS = (
    "assign a VS seat",
    "got token 77 for Office 365",
    "the portal shows activations left for K1",
    "log presales hours",
    "got token 78 for 25 seats of Office 365 on 31/02/2026",
    "we activated token 19 for 5 seats",
    "add key K99 with 10 activations",
    "record 100 euros of azure credit",
    "assign VS to hannah on 3 March 2026",
    "hannah should have a VS seat",
    "give wolfgang a VS seat",
    "add a location",
)
"""Each opens a question of another kind."""


def main() -> None:
    records = Records.open(None)
    staff = [Person(name.split()[0].lower(), name, administrator=at == 0) for at, name in enumerate(TEAM)]
    records.welcome(WORKSPACE, staff)
    records.log.append(WORKSPACE, "import", lambda ledger: Drafts(tuple(_history())), at=NOW)
    desk = Desk.open(records)
    for name in ("no_write", "plain", "messy"):
        counts: Counter[str] = Counter()
        for line in lines(name):
            if line.get("may_write"):
                continue
            reply = desk.answer(Request(WORKSPACE, "ana", NOW, text=line["text"], thread=line["text"]))
            counts["said"] += 1
            counts["recorded"] += bool(reply.recorded)
            counts["proposed"] += reply.kind is Kind.QUESTION
        share = counts["proposed"] / max(counts["said"], 1)
        print(
            f"{name:9} of {counts['said']} that are no commands: recorded {counts['recorded']} (aim 0), "
            f"asked back or proposed {counts['proposed']} ({share:.1%}, aim at most 10 %)"
        )
    said, recorded = _while_a_question_is_open(desk)
    print(f"open      of {said:,} said while a question is open: recorded {recorded} (aim 0)")


def _while_a_question_is_open(desk: Desk) -> tuple[int, int]:
    """The same sentences behind each kind of question: how many were said, how many recorded something."""
    said = recorded = 0
    for question in QUESTIONS:
        for line in (one for name in ("no_write", "plain", "messy") for one in lines(name)):
            if line.get("may_write"):
                continue
            thread = f"{question}: {line['text']}"
            asked = desk.answer(Request(WORKSPACE, "ana", NOW, text=question, thread=thread))
            assert asked.kind is Kind.QUESTION, asked.text  # else nothing is open
            said += 1
            recorded += bool(desk.answer(Request(WORKSPACE, "ana", NOW, text=line["text"], thread=thread)).recorded)
    return said, recorded


def _history() -> Iterator[Entry]:
    by = {"by": "ana", "on": BOUGHT}
    yield model.OfferPurchased(offer="offer-1", program=Programme.ACTION_PACK, **by)
    for number, (product, quantity) in enumerate(((VS, 20), ("office-365", 50), ("windows-server", 20)), 1):
        yield model.GrantRecorded(grant=f"grant-{number}", offer="offer-1", product=product, quantity=quantity, **by)
    for n in range(1, 21):
        yield model.TokenIssued(
            token=f"token-{n}", label=str(n), offer="offer-1", service="office-365", seats=5, program_year=2025, **by
        )
        yield model.KeyIssued(
            key=f"key-{n}", label=f"K{n}", offer="offer-1", product="windows-server", activations=20, **by
        )
    for n, tenant in enumerate(TENANTS, 1):
        yield model.TokenActivated(token=f"token-{n}", tenant=tenant, seats=5, **by)
    for n, name in enumerate(TEAM[:8], 1):
        yield model.SeatAssigned(seat=f"seat-{n}", offer="offer-1", product=VS, person=name.split()[0].lower(), **by)


if __name__ == "__main__":
    main()
