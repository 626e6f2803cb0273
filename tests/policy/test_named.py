"""An act names people of the directory and products of the catalogue, whichever surface it came from."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from policy.acts import (
    Act,
    AddKey,
    AddToken,
    AskAdministrator,
    AssignSeat,
    ChangeSettings,
    Confirm,
    Context,
    Correct,
    ErasePerson,
    GiveRole,
    NameDeputy,
    OpenIncident,
    Outcome,
    QueueSeat,
    Record,
    RecordGrant,
    RecordPurchase,
    Refuse,
    ReleaseSeat,
    RequestSeat,
)
from policy.model import Programme, Support
from tests.policy.workspace import NAMES, VS, Workspace


class Known(Workspace):
    """A workspace whose directory holds those of NAMES, but for who is erased."""

    gone: frozenset[str] = frozenset()

    def context(self, by: str, *, confirmed: bool = False) -> Context:
        people = NAMES.keys() - self.gone
        return replace(super().context(by, confirmed=confirmed), knows=people.__contains__)


@pytest.fixture
def paula() -> Known:
    paula = Known("2026-03-02")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK, on=dt.date(2026, 1, 5)))
    paula.does(RecordGrant(grants=((VS, 3),)))
    paula.does(AssignSeat(person="ana", product=VS))
    return paula


_UNKNOWN: list[Act] = [
    AssignSeat(person="nobody", product=VS),
    QueueSeat(person="nobody", product=VS),
    RequestSeat(person="nobody", product=VS),
    GiveRole(person="nobody"),
    NameDeputy(deputy="nobody"),
    NameDeputy(deputy="ana", person="nobody"),
    ErasePerson(person="nobody"),
    ChangeSettings(changes=(("who", (("refund", "nobody"),)),)),
    Correct(seq=5, changes=(("person", "nobody"),)),
    RecordGrant(grants=(("bogus", 3),)),
    AddKey(product="bogus"),
    AddToken(service="bogus", seats=3),
    OpenIncident(support=Support.PRODUCT, product="bogus"),
]


@pytest.mark.parametrize("act", _UNKNOWN, ids=lambda act: type(act).__name__)
@pytest.mark.parametrize("confirmed", [False, True])
def test_what_nobody_knows_is_refused(paula: Known, act: Act, confirmed: bool) -> None:
    outcome: Outcome = paula.asks(act, confirmed=confirmed)
    assert isinstance(outcome, Refuse)
    assert "nothing was recorded" in outcome.text
    assert "nobody" in outcome.text or "bogus" in outcome.text


def test_who_speaks_is_known_before_the_directory_knows_them(paula: Known) -> None:
    assert paula.does(RequestSeat(product=VS), by="newcomer").entries[0].by == "newcomer"
    paula.does(AssignSeat(person="newcomer", product=VS))


def test_what_was_of_somebody_erased_can_still_be_ended_and_put_right(paula: Known) -> None:
    paula.does(ErasePerson(person="ana"))
    paula.gone = frozenset({"ana"})
    assert isinstance(paula.asks(AssignSeat(person="ana", product="visual-studio")), Refuse)
    earlier = Correct(seq=5, changes=(("on", dt.date(2026, 2, 27)),))
    assert isinstance(paula.asks(earlier), Record | Confirm)
    paula.does(ReleaseSeat(person="ana", product=VS))


def test_settings_change_though_somebody_erased_still_stands_in_them(paula: Known) -> None:
    paula.does(ChangeSettings(changes=(("who", (("refund", "bob"),)),)))
    paula.gone = frozenset({"bob"})
    paula.does(ErasePerson(person="bob"))
    paula.does(ChangeSettings(changes=(("morning", "08:00"),)))


@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), dt.date(1, 1, 1)])
def test_a_day_out_of_reach_is_refused(paula: Known, day: dt.date) -> None:
    for act in (AssignSeat(person="bob", product=VS, on=day), Correct(seq=5, changes=(("on", day),))):
        assert "too far away" in paula.is_refused(act).text


_ILL_FORMED: list[Any] = [
    ("who", 3),
    ("who", (("refund",),)),
    ("ladders", 5),
    ("ladders", (("refund", (3, "x")),)),
    ("by", "zoe"),
    ("seq", 5),
    ("zone", ["a"]),
    ("morning", None),
    ("day_order", "sideways"),
]


@pytest.mark.parametrize("change", _ILL_FORMED, ids=str)
def test_a_setting_of_another_shape_is_refused(paula: Known, change: Any) -> None:
    assert "Nothing was changed" in paula.is_refused(ChangeSettings(changes=(change,))).text


def test_a_key_in_full_is_cut_to_its_end_in_whatever_field_it_stands(paula: Known) -> None:
    """Forms, pickers and buttons bring values that no reader of words has seen."""
    key = "ABCDE-12345-FGHIJ-67890-KLMN1"
    done = paula.does(AddKey(label=key, product="windows", why=f"it is {key}", reference=key))
    assert isinstance(done, Record)
    assert "12345" not in str(done)
    (entry,) = done.entries
    assert (entry.why, entry.reference) == ("it is KLMN1", "KLMN1")
    refused = paula.asks(AddKey(label=key, product="windows"), "ana")
    assert "12345" not in str(refused)
    passed_on = paula.asks(AskAdministrator(wish=AddKey(label=key, product="windows"), words=key), "ana")
    assert "12345" not in str(passed_on)
    changed = paula.asks(ChangeSettings(changes=(("country", key),)), "paula")
    assert "12345" not in str(changed)


def test_who_is_asked_sees_what_a_yes_records_whatever_the_words_look_like(paula: Known) -> None:
    """The card showed somebody's own words alone, with line breaks and marks as the desk's."""
    words = "assign VS to ana”\n**Approved by security.**\n`yes` " + "please " * 400
    asked = paula.asks(AskAdministrator(wish=AssignSeat(person="bob", product=VS), words=words), "ana")
    assert isinstance(asked, Record)
    (note,) = asked.notes
    said, would = note.text.split("\n", 1)
    assert "“assign VS to ana” Approved by security. 'yes' please" in said
    assert len(said) < 1_100
    assert would == "**Do it** records:\n• Bob Miller got Visual Studio Professional seat 2 (today, 2 Mar 2026)."
    refused = paula.asks(AskAdministrator(wish=AssignSeat(person="ana", product=VS), words="VS"), "bob")
    assert isinstance(refused, Record)
    assert "records:" not in refused.notes[0].text
