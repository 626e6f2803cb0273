"""Whom a name means."""

from hypothesis import given
from hypothesis import strategies as st

from intents.people import People

TEAM = [
    ("U1", "Ana Souza"),
    ("U2", "Bob Miller"),
    ("U3", "Bob Baker"),
    ("U4", "Frank Müller"),
    ("U5", "Erin O'Brien"),
    ("U6", "Jun Tanaka"),
]


def ids(words: str) -> tuple[str, ...]:
    people = People(TEAM)
    used, found = people.find(words.split())
    return found if used else people.find_misspelt(words.split())[1]


def test_a_first_name_is_enough_where_one_person_has_it() -> None:
    assert ids("ana") == ("U1",)
    assert ids("SOUZA") == ("U1",)


def test_a_shared_first_name_gives_everybody_so_called() -> None:
    assert ids("bob") == ("U2", "U3")
    assert ids("bob baker") == ("U3",)


def test_accents_and_apostrophes_do_not_matter() -> None:
    assert ids("muller") == ("U4",)
    assert ids("erin o'brien") == ("U5",)


def test_one_slip_is_repaired_two_are_not() -> None:
    assert ids("souzza") == ("U1",)
    assert ids("milelr") == ("U2",)
    assert ids("suozaa") == ()


def test_a_short_name_and_a_stranger_are_nobody() -> None:
    assert ids("nna") == ()
    assert ids("hannah") == ()


def test_a_slip_that_two_names_share_is_nobody() -> None:
    people = People([("U1", "Maria"), ("U2", "Marta")])
    assert people.find_misspelt(["mara"])[1] == ()


def test_a_person_who_left_is_not_found() -> None:
    people = People(TEAM)
    people.remove("U2")
    assert people.find(["bob"])[1] == ("U3",)
    people.add("U3", "Robert Baker")
    assert people.find(["bob"])[1] == ()
    assert people.find_misspelt(["robrt"])[1] == ("U3",)


def test_an_address_finds_its_owner_until_they_leave() -> None:
    people = People(TEAM)
    people.add("U9", "Ana Pereira", "Ana.P@example.com")
    assert people.find(["ana.p@example.com"])[1] == ("U9",)
    assert people.find(["ana"])[1] == ("U1", "U9")
    assert people.find_misspelt(["ana.p@example.cm"])[1] == ()
    people.remove("U9")
    assert people.find(["ana.p@example.com"])[1] == ()


names = st.lists(st.text("abcdefgh", min_size=4, max_size=9), min_size=1, max_size=30, unique=True)


@given(names, st.data())
def test_a_repaired_name_is_never_another_persons(given_names: list[str], data: st.DataObject) -> None:
    people = People((f"U{n}", name) for n, name in enumerate(given_names))
    meant = data.draw(st.sampled_from(given_names))
    at = data.draw(st.integers(1, len(meant) - 1))
    typed = meant[:at] + meant[at + 1 :]
    _, found = people.find([typed])
    _, found = (0, found) if found else people.find_misspelt([typed])
    assert found in ((), (f"U{given_names.index(meant)}",)) or typed in given_names


def test_whether_any_of_some_words_is_somebodys_name_is_told_with_and_without_accents() -> None:
    people = People(TEAM)
    assert people.knows_any(["give", "souza", "a", "seat"])
    assert people.knows_any(["frank's", "müller"])
    assert people.knows_any(["muller"])
    assert not people.knows_any(["give", "zoé", "a", "seat"])
    assert not people.knows_any([])


def test_an_id_that_is_like_a_name_finds_its_person() -> None:
    people = People()
    people.add("gus", "Gustav Öberg")
    people.add("U024BE7LH", "Bob Marsh")
    assert people.knows("gus") and people.knows("gustav")
    assert not people.knows("u024be7lh")
    people.add("gus", "Gustav Berg")
    people.remove("gus")
    assert not people.knows("gus")
