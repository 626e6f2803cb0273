"""Roles, people, settings, locations."""

import datetime as dt

from policy import model
from policy.acts import (
    AddLocation,
    AddPerson,
    AssignSeat,
    ChangeSettings,
    DirectoryChange,
    DismissDeputy,
    ErasePerson,
    FinishReminder,
    GiveRole,
    HandOverReminder,
    NameDeputy,
    Record,
    RecordGrant,
    RecordPurchase,
    RemoveLocation,
    RequestSeat,
    SetUp,
    SnoozeReminder,
    StateFact,
    TakeRole,
    Undo,
)
from policy.model import Programme, Role
from tests.policy.workspace import VS, Workspace, day


def test_who_sets_it_up_administers() -> None:
    desk = Workspace(set_up=False)
    assert desk.is_refused(RecordPurchase(program=Programme.ACTION_PACK)).rules == ("admin-role",)
    done = desk.does(SetUp(zone="Europe/Berlin", administrators=("ana", "bob")), by="ana")
    assert [entry.kind for entry in done.entries] == ["workspace_set_up", "role_given", "role_given"]
    assert desk.ledger.company.administrators(desk.today) == ["ana", "bob"]
    desk.is_refused(SetUp(), by="ana")


def test_the_last_administrator_stays() -> None:
    paula = Workspace()
    for act in (TakeRole(person="paula"), ErasePerson(person="paula"), Undo(seq=2)):
        refusal = paula.is_refused(act)
        assert refusal.rules == ("admin-role",)
        assert "last administrator" in refusal.text
    paula.does(GiveRole(person="ana"))
    paula.does(TakeRole(person="paula"), by="ana")
    paula.is_refused(TakeRole(person="ana"), by="ana")
    assert paula.is_refused(AddLocation(location="Lyon")).rules == ("admin-role",)


def test_giving_up_ones_own_role_is_asked_about_first() -> None:
    paula = Workspace()
    paula.does(GiveRole(person="ana"))
    asked = paula.is_asked_first(TakeRole(person="paula"))
    assert "only another administrator could give the role back" in asked.text
    assert isinstance(paula.asks(TakeRole(person="paula"), by="ana"), Record)


def test_an_auditor_writes_nothing() -> None:
    paula = Workspace()
    done = paula.does(GiveRole(person="olga", role=Role.AUDITOR))
    assert [note.to for note in done.notes] == ["olga"]
    assert paula.ledger.company.reads_all("olga", paula.today)
    for act in (RecordPurchase(program=Programme.ACTION_PACK), RequestSeat(), Undo()):
        assert "reads everything" in paula.is_refused(act, by="olga").text
    assert paula.is_refused(GiveRole(person="olga")).rules == ("admin-role",)
    assert paula.is_refused(GiveRole(person="paula", role=Role.AUDITOR)).rules == ("admin-role",)


def test_names_go_to_the_directory_and_not_into_the_entries() -> None:
    paula = Workspace()
    done = paula.does(AddPerson(person="U9", name="Hannah Lee", email="hannah@x.com"))
    assert done.directory == (DirectoryChange("U9", "Hannah Lee", "hannah@x.com"),)
    assert "Hannah" not in model.to_json(done.entries[0])
    erased = paula.does(ErasePerson(person="U9"))
    assert erased.directory == (DirectoryChange("U9"),)


def test_an_erasure_asks_first_tells_what_is_held_and_is_never_taken_back() -> None:
    paula = Workspace("2026-03-01")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 2),)))
    paula.does(AssignSeat(person="ana"))
    asked = paula.is_asked_first(ErasePerson(person="ana"))
    assert "can't be taken back" in asked.text and "holds Visual Studio Professional seat 1" in asked.text
    assert [one.label for one in asked.choices] == [
        "Erase Ana Souza",
        "Release Visual Studio Professional seat 1 first",
        "No, cancel",
    ]
    done = paula.does(ErasePerson(person="ana"))
    assert [one.label for one in done.choices] == ["Release Visual Studio Professional seat 1"]
    assert "stays" in paula.is_refused(Undo()).text
    assert isinstance(paula.presses(done, "Release Visual Studio Professional seat 1"), Record)
    assert "holds no seat" in paula.is_asked_first(ErasePerson(person="bob")).text


def test_a_snooze_after_the_last_day_promises_no_day_that_is_over() -> None:
    paula = Workspace("2026-06-05")
    late = SnoozeReminder(deadline="token-entry:token-1:2026", until=day("2026-06-18"), last=day("2026-05-31"))
    assert "31 May" not in paula.does(late).text
    early = SnoozeReminder(deadline="refund:offer-1", until=day("2026-06-18"), last=day("2026-06-10"))
    assert "on its last day, 10 Jun 2026" in paula.does(early).text


def test_settings_change_one_by_one_and_stay_whole() -> None:
    paula = Workspace()
    paula.does(ChangeSettings(changes=(("zone", "Europe/Berlin"),)))
    paula.does(ChangeSettings(changes=(("morning", "08:00"), ("day_order", "day_first"))))
    settings = paula.ledger.company.settings(paula.today)
    assert (settings.zone, settings.morning, settings.day_order) == ("Europe/Berlin", "08:00", "day_first")
    refusal = paula.is_refused(ChangeSettings(changes=(("morning", "8 o'clock"),)))
    assert "8 o'clock" in refusal.text


def test_a_learning_partner_is_stated_and_other_facts_are_no_purchase() -> None:
    paula = Workspace()
    paula.does(StateFact(fact="learning_partner", value=True))
    assert paula.ledger.company.settings(paula.today).learning_partner is True
    stated = paula.does(StateFact(fact="programme", value="action_pack"))
    assert "It is no purchase" in stated.text
    assert paula.ledger.offers.bought(paula.today) == []
    paula.is_refused(StateFact(fact="mood", value="good"))


def test_locations_of_the_profile() -> None:
    paula = Workspace()
    paula.does(AddLocation(location="Lyon"))
    assert paula.ledger.company.on_profile("lyon", paula.today)
    paula.is_refused(AddLocation(location="LYON"))
    paula.on("2026-02-01").does(RemoveLocation(location="lyon"))
    assert not paula.ledger.company.on_profile("Lyon", paula.today)
    assert paula.ledger.company.on_profile("Lyon", day("2026-01-31"))
    paula.is_refused(RemoveLocation(location="Lyon"))


def test_a_deputy_stands_in_until_a_day() -> None:
    paula = Workspace()
    paula.does(NameDeputy(deputy="ana", until=paula.today + dt.timedelta(days=3)))
    assert paula.ledger.company.deputy_of("paula", day("2026-01-08")) == "ana"
    assert paula.ledger.company.deputy_of("paula", day("2026-01-09")) is None
    paula.does(DismissDeputy())
    assert paula.ledger.company.deputy_of("paula", paula.today) is None
    outcome = paula.asks(DismissDeputy())
    assert isinstance(outcome, Record) and outcome.entries == ()


def test_reminders_are_put_off_handed_over_and_done() -> None:
    paula = Workspace()
    deadline = "refund/offer-1"
    paula.does(SnoozeReminder(deadline=deadline))
    assert paula.ledger.reminders.snoozed_until(deadline, "paula") == day("2026-01-06")
    paula.does(HandOverReminder(deadline=deadline, to="ana"))
    assert paula.ledger.reminders.handed_to(deadline) == "ana"
    paula.does(FinishReminder(deadline=deadline), by="ana")
    assert paula.ledger.reminders.is_done(deadline)


def test_a_founder_administrates_until_an_entry_says_otherwise() -> None:
    desk = Workspace(set_up=False)
    desk.ledger.company.founders = ("paula", "bob")
    assert desk.ledger.company.administrators(desk.today) == ["paula", "bob"]
    assert "already" in desk.is_refused(GiveRole(person="bob")).text
    desk.does(TakeRole(person="bob"))
    assert desk.ledger.company.administrators(desk.today) == ["paula"]
    assert "is no administrator" in desk.is_refused(TakeRole(person="bob")).text
    assert "last administrator" in desk.is_refused(TakeRole(person="paula")).text
    desk.does(GiveRole(person="bob"))
    assert desk.ledger.company.administrators(desk.today) == ["paula", "bob"]
    assert desk.ledger.as_of(desk.today).company.administrators(desk.today) == ["paula", "bob"]


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    desk = Workspace()
    assert "no time zone" in desk.is_refused(ChangeSettings(changes=(("zone", "Mars/Olympus"),))).text
    desk.does(ChangeSettings(changes=(("zone", "Europe/Berlin"),)))
