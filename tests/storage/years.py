"""Made-up years of a company: whatever people could say to the desk, and the desk let pass."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import hypothesis.strategies as st

from policy.acts import (
    Act,
    ActivateKey,
    ActivateSeat,
    ActivateToken,
    AddKey,
    AddLocation,
    AddPerson,
    AddToken,
    AssignSeat,
    Confirm,
    Context,
    CountKey,
    DecideRequest,
    EndOffer,
    GiveRole,
    GrantCredit,
    InstallSoftware,
    MakeClaim,
    MoveSeat,
    OpenIncident,
    Record,
    RecordBalance,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    ReleaseSeat,
    RemoveLocation,
    RemoveSoftware,
    ReplaceToken,
    RequestSeat,
    SetUp,
    TakeRole,
    Undo,
    UseCredit,
    UseHours,
    ViewKey,
    ViewToken,
    decide,
)
from policy.ledger import Ledger
from policy.model import (
    Answered,
    Balance,
    Claim,
    CreditForm,
    Decided,
    Entry,
    Level,
    Programme,
    Role,
    Support,
)
from storage.log import Drafts, Log
from storage.people.directory import People, Person
from storage.sqlite.database import SQLite
from tests.policy.workspace import CATALOGUE, EDITION, VS

T1 = "E1/T1"
FIRST = dt.date(2024, 2, 20)
HOSTILE = [
    '=HYPERLINK("http://a.example")',
    "+1",
    "-2",
    "@sum",
    "<script>alert(1)</script>",
    'a","b\nc',
    "’; DROP TABLE",
]

LAST = (0,)
"""The last entry, whatever it is: also a reversal."""

people = st.sampled_from(["ana", "bob", "carol", "dave"])
products = st.sampled_from([VS, "windows", "sql-server", "office-365-e3"])
uses = st.sampled_from(["azure", "windows", "office-365-e3"])
machines = st.sampled_from(["pc-1", "PC-1", "build", *HOSTILE[:2]])
labels = st.sampled_from(["K1", "k1", "K2", None])
tokens = st.sampled_from(["1", "2", None])
small = st.integers(1, 4)
maybe = st.sampled_from([True, False, None])
amounts = st.sampled_from([Decimal(1), Decimal("2.5"), Decimal("100.10")])
offers = st.sampled_from([None, "offer-1", "offer-2"])
of = st.builds

acts: st.SearchStrategy[Act] = st.one_of(
    of(
        RecordPurchase, program=st.sampled_from(list(Programme)), competency=st.just("Cloud"), level=st.just(Level.GOLD)
    ),
    of(RecordRenewal, offer=offers),
    of(EndOffer, offer=st.sampled_from(["offer-1", "offer-2", "offer-3", "offer-4"])),
    of(MakeClaim, claim=st.sampled_from(list(Claim)), offer=offers, token=tokens),
    of(RecordDecision, decision=st.sampled_from(list(Decided)), claim=st.sampled_from([None, *Claim])),
    of(RecordGrant, grants=st.tuples(st.tuples(products, small)), offer=offers),
    of(AssignSeat, person=people, product=st.sampled_from([VS, "office-365-e3"]), offer=offers),
    of(AssignSeat, person=people, product=st.just(VS), offer=st.just("offer-1")),
    of(ActivateSeat, person=people),
    of(ReleaseSeat, person=people),
    of(MoveSeat, from_person=people, person=people),
    of(RequestSeat, person=people, product=st.just(VS)),
    of(DecideRequest, decision=st.sampled_from(list(Answered)), person=people),
    of(AddKey, label=labels, product=products, activations=small, last_five=st.just("3V66T"), offer=offers),
    of(ViewKey, key=labels),
    of(CountKey, key=labels, left=small),
    of(ActivateKey, key=labels, machine=machines, machine_new=maybe, hardware_changed=maybe),
    of(InstallSoftware, product=products, machine=machines, key=labels, offer=offers),
    of(RemoveSoftware, product=products, machine=machines),
    of(AddToken, label=tokens, service=st.just("office-365-e3"), seats=small, offer=offers),
    of(ViewToken, token=tokens),
    of(ActivateToken, token=tokens, tenant=st.sampled_from(HOSTILE)),
    of(ReplaceToken, token=tokens, with_token=st.sampled_from(["2", "3"])),
    of(OpenIncident, support=st.sampled_from(list(Support)), product=products, version=st.just("2019"), offer=offers),
    of(GrantCredit, form=st.sampled_from(list(CreditForm)), amount=amounts, offer=offers),
    of(UseCredit, amount=amounts),
    of(UseHours, hours=amounts, offer=offers),
    of(RecordBalance, balance=st.sampled_from(list(Balance)), used=amounts, offer=offers),
    of(GiveRole, person=people, role=st.sampled_from(list(Role))),
    of(TakeRole, person=people, role=st.sampled_from(list(Role))),
    of(AddPerson, person=people, name=st.sampled_from(["Ana", *HOSTILE])),
    of(AddLocation, st.none(), location=st.sampled_from(["Lyon", "lyon", *HOSTILE]))
    if False
    else of(AddLocation, location=st.sampled_from(["Lyon", "lyon", *HOSTILE])),
    of(RemoveLocation, location=st.sampled_from(["Lyon", "Paris"])),
    of(Undo),
    of(Undo, seqs=st.tuples(st.integers(1, 30))),
    st.just(Undo(seqs=LAST)),
)
passing = st.sampled_from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 10, 45, 420])
back = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 20])
steps = st.tuples(acts, passing, back, st.sampled_from([None, *HOSTILE]))
years = st.lists(steps, min_size=40, max_size=80)

Step = tuple[Act, int, int, str | None]


class Company:
    """A company of which Paula takes down everything."""

    def __init__(self) -> None:
        self.log = Log(SQLite(None))
        self.people = People(self.log.database)
        self.people.upsert(T1, [Person("paula", HOSTILE[4], "paula@contoso.example", administrator=True)])
        self.today = FIRST
        self.does(SetUp())
        self.does(RecordPurchase(program=Programme.ACTION_PACK))
        self.does(RecordGrant(grants=((VS, 2), ("windows", 2), ("office-365-e3", 3))))
        self.does(AddKey(label="K1", product="windows", activations=4))
        self.does(AddToken(label="1", service="office-365-e3", seats=3))
        self.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)))

    @property
    def ctx(self) -> Context:
        return Context(self.today, "paula", self.name, EDITION, CATALOGUE)

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.combine(self.today, dt.time(9, 30), dt.UTC)

    def name(self, person: str) -> str:
        found = self.people.get(T1, person)
        return found.name if found else person

    def does(self, act: Act) -> bool:
        """Records an act where the desk lets it pass, saying yes to what it asks."""

        def on(ledger: Ledger) -> Drafts | None:
            outcome = decide(ledger, act, self.ctx)
            if isinstance(outcome, Confirm):
                outcome = decide(ledger, act, replace(self.ctx, confirmed=True))
            if not isinstance(outcome, Record) or not outcome.entries:
                return None
            rules = outcome.rules
            return Drafts(outcome.entries, lambda entries: _reply(outcome.text, rules), outcome.directory)

        return self.log.append(T1, None, on, at=self.at) is not None

    def lives(self, many: list[Step]) -> "Company":
        for act, passes, back, why in many:
            self.today = min(self.today + dt.timedelta(days=passes), dt.date(2028, 1, 1))
            if isinstance(act, Undo) and act.seqs == LAST:
                act = replace(act, seqs=(self.log.head(T1).seq,))
            self.does(replace(act, on=self.today - dt.timedelta(days=back), why=why) if back else replace(act, why=why))
        return self

    def entries(self) -> list[Entry]:
        return list(self.log.entries(T1))


def _reply(text: str, rules: tuple[str, ...]) -> str:
    return json.dumps({"kind": "done", "text": text, "rules": rules})
