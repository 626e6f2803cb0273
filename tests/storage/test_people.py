"""The directory: people kept apart from the entries, changed, erased, and read by what changed."""

import json
import time
from pathlib import Path

import pytest

from policy.acts import DirectoryChange
from storage.log import Drafts, Log
from storage.people import directory
from storage.people.directory import People, Person
from tests.storage.office import AT, T1, Place, never, opened, person

ANA = Person("U1", "Ana Souza", "ana@contoso.com", "Europe/Lisbon", administrator=True)
BOB = Person("U2", "Bob Miller", bot=True, guest=True, deactivated=True)


@pytest.fixture
def people(place: Place) -> People:
    return People(opened(place).database)


def test_people_are_kept_as_they_are_given_and_by_workspace(people: People) -> None:
    assert people.upsert(T1, [BOB, ANA]) == 2
    assert people.all(T1) == (ANA, BOB)
    assert people.get(T1, "U2") == BOB
    assert people.get(T1, "U3") is None
    assert people.all("E2/T2") == ()


def test_readers_hear_only_of_what_changed(people: People) -> None:
    people.upsert(T1, [ANA, BOB])
    first = people.changes(T1)
    assert set(first.people) == {ANA, BOB}
    assert people.changes(T1, first.counter) == directory.Changes(first.counter, ())
    assert people.upsert(T1, [ANA, BOB]) == 0
    assert people.changes(T1, first.counter).people == ()
    new_name = Person("U1", "Ana Lima", "ana@contoso.com", "Europe/Lisbon", administrator=True)
    assert people.upsert(T1, [new_name, BOB]) == 1
    second = people.changes(T1, first.counter)
    assert second.people == (new_name,)
    assert second.counter > first.counter
    people.erase(T1, "U2")
    assert people.changes(T1, second.counter).people == (Person("U2", "", erased=True),)


@pytest.mark.parametrize("field", ["name", "email", "tz", "administrator", "bot", "guest", "deactivated"])
def test_a_change_of_any_field_is_one(people: People, field: str) -> None:
    from dataclasses import replace

    people.upsert(T1, [ANA])
    old = getattr(ANA, field)
    changed = replace(ANA, **{field: not old if isinstance(old, bool) else f"{old}x"})
    assert people.upsert(T1, [changed]) == 1
    assert people.get(T1, "U1") == changed


def test_an_index_kept_up_by_changes_is_as_good_as_a_scan(people: People) -> None:
    index: dict[str, str] = {}
    counter = 0
    for step in range(30):
        person_id = f"U{step * 7 % 5}"
        if step % 4 == 3:
            people.erase(T1, person_id)
        else:
            with people.database.writing(T1) as transaction:
                directory.change(transaction, T1, [DirectoryChange(person_id, f"Name {step}")])
        changes = people.changes(T1, counter)
        counter = changes.counter
        for one in changes.people:
            index.pop(one.id, None)
            if not one.erased:
                index[one.id] = one.name
        assert index == {one.id: one.name for one in people.all(T1)}


def test_who_was_erased_is_gone_and_does_not_come_back_by_itself(people: People, place: Place) -> None:
    people.upsert(T1, [ANA, BOB])
    people.erase(T1, "U1")
    assert people.get(T1, "U1") is None
    assert people.all(T1) == (BOB,)
    assert people.upsert(T1, [ANA, BOB]) == 0
    assert people.all(T1) == (BOB,)
    if isinstance(place, Path):
        assert b"Souza" not in place.read_bytes()
    people.erase(T1, "U9")
    assert people.upsert(T1, [Person("U9", "Unknown before")]) == 0


def test_an_act_may_add_somebody_again(people: People) -> None:
    people.upsert(T1, [ANA])
    people.erase(T1, "U1")
    with people.database.writing(T1) as transaction:
        directory.change(transaction, T1, [DirectoryChange("U1", "Ana Lima")])
    assert people.get(T1, "U1") == Person("U1", "Ana Lima")


def test_an_act_changes_only_what_it_says(people: People) -> None:
    people.upsert(T1, [ANA])
    with people.database.writing(T1) as transaction:
        directory.change(transaction, T1, [DirectoryChange("U1", "Ana Lima")])
    assert people.get(T1, "U1") == Person("U1", "Ana Lima", "ana@contoso.com", "Europe/Lisbon", administrator=True)


def test_an_erased_name_is_not_in_the_replies_that_are_kept(place: Place) -> None:
    log = opened(place)
    people = People(log.database)
    people.upsert(T1, [ANA, BOB, Person("ana", "Ana")])
    said = {
        "text": "Done. Ana Souza <ana@contoso.com> has seat 2. Ana, Souza's and Anastasia's rest. Bob waits.",
        "choices": ["Queue Ana for 30 Aug", "Ana Souza", "Undo"],
        "recorded": [{"person": "U1", "by": "Ana", "seq": 1}],
    }
    log.append(T1, "m1", lambda ledger: Drafts((person("U1"),), lambda entries: json.dumps(said)), at=AT)

    def erase(ledger: object) -> Drafts:
        reply = json.dumps({"text": "Done. The name of Ana Souza is erased."})
        return Drafts((person("U1"),), lambda entries: reply, (DirectoryChange("U1"),))

    first = log.append(T1, "m2", erase, at=AT)
    assert "Ana Souza" in (first.reply or "")
    kept = [json.loads(log.append(T1, cause, never, at=AT).reply or "") for cause in ("m1", "m2")]
    assert kept == [
        {
            "text": "Done. somebody <somebody> has seat 2. somebody, somebody's and Anastasia's rest. Bob waits.",
            "choices": ["Queue somebody for 30 Aug", "somebody", "Undo"],
            "recorded": [{"person": "U1", "by": "Ana", "seq": 1}],
        },
        {"text": "Done. The name of somebody is erased."},
    ]
    if isinstance(place, Path):
        assert b"Souza" not in place.read_bytes()


def test_erasing_in_one_workspace_leaves_the_other(people: People) -> None:
    log = Log(people.database)
    for workspace, text in ((T1, '"of Ana Souza"'), ("E2/T2", '"Ana Souza there"')):
        people.upsert(workspace, [ANA])
        log.append(workspace, "m1", lambda ledger, text=text: Drafts((person("U1"),), lambda entries: text), at=AT)
    people.erase(T1, "U1")
    assert people.all("E2/T2") == (ANA,)
    assert log.append(T1, "m1", never, at=AT).reply == '"of somebody"'
    assert log.append("E2/T2", "m1", never, at=AT).reply == '"Ana Souza there"'


def test_a_hundred_thousand_people_load_in_a_few_seconds(people: People) -> None:
    crowd = [Person(f"U{number}", f"Person {number}", f"p{number}@contoso.com") for number in range(100_000)]
    start = time.perf_counter()
    assert people.upsert(T1, crowd) == 100_000
    assert time.perf_counter() - start < 20
    start = time.perf_counter()
    for _ in range(100):
        people.changes(T1, 1)
    assert (time.perf_counter() - start) / 100 < 0.002


def test_people_of_a_failed_load_are_not_half_there(people: People) -> None:
    people.upsert(T1, [ANA])
    with pytest.raises(Exception, match=r"(?i)not.null"):
        people.upsert(T1, [BOB, Person("U3", "Eve", tz=None)])  # type: ignore[arg-type]
    assert people.all(T1) == (ANA,)


def test_a_name_is_one_line_of_what_is_seen(people: People) -> None:
    given = Person("eve", "Eve \x1b[31m\n\u202eStone ", "eve@x\x00.org")
    people.upsert("T1", [given, Person("none", "\x07")])
    eve, none = people.get("T1", "eve"), people.get("T1", "none")
    assert eve == Person("eve", "Eve [31m Stone", "eve@x.org")
    assert none == Person("none", "none")
    assert people.upsert("T1", [given]) == 0
