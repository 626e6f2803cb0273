"""A key in full is cut however it is written; words, numbers and lists of names are not."""

import re
import string
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policy.whole_keys import cut_whole_keys, with_last_fives

KEY = "VK7JG-NPHTM-C97JM-9MPGT-3V66T"
MADE_UP = "A1B2C-D3E4F-G5H6I-J7K8L-M9N0P"


def regrouped(key: str, size: int, joint: str) -> str:
    letters = key.replace("-", "")
    return joint.join(letters[at : at + size] for at in range(0, len(letters), size))


WRITTEN = {
    "commas": lambda key: key.replace("-", ", "),
    "commas alone": lambda key: key.replace("-", ","),
    "semicolons": lambda key: key.replace("-", "; "),
    "lines": lambda key: key.replace("-", "\n"),
    "lines of Windows": lambda key: key.replace("-", "\r\n"),
    "commas and lines": lambda key: key.replace("-", " ,\n"),
    "wide letters and commas": lambda key: "".join(chr(ord(c) + 0xFEE0) for c in key.replace("-", ",")),
    "letter by letter": lambda key: " ".join(key.replace("-", "")),
    "letter by letter, with signs": lambda key: "-".join(key.replace("-", "")),
    "letter by letter, with commas": lambda key: ", ".join(key.replace("-", "")),
    "groups letter by letter": lambda key: " - ".join(" ".join(group) for group in key.split("-")),
    "fours": lambda key: regrouped(key, 4, " "),
    "fours with signs": lambda key: regrouped(key, 4, "-"),
    "fours with commas": lambda key: regrouped(key, 4, ", "),
    "eights": lambda key: regrouped(key, 8, " "),
    "tens": lambda key: regrouped(key, 10, "-"),
    "a blank within": lambda key: f"{key[:10]} {key[10:]}".replace("-", ""),
    "a letter too few": lambda key: key[:3] + key[4:],
    "a letter too many": lambda key: key[:8] + "Q" + key[8:],
    "glued to words": lambda key: f"key{key}please",
    "glued to a word in one": lambda key: "key" + key.replace("-", ""),
    "in an address": lambda key: f"https://x.example/a?k={key}&y=1",
    "in the name of a file": lambda key: f"license_{key.replace('-', '')}.txt",
    "marked up": lambda key: key.replace("-", "* - *"),
}


@pytest.mark.parametrize("around", ["{}", "add key K1 {} for Office", "the key {} again, 3 of 4", "Brian says {}."])
@pytest.mark.parametrize("key", [KEY, KEY.lower(), MADE_UP, MADE_UP.lower()])
@pytest.mark.parametrize("way", WRITTEN)
def test_a_key_is_cut_however_it_is_written(way: str, key: str, around: str) -> None:
    text, last_fives = cut_whole_keys(around.format(WRITTEN[way](key)), str)
    assert len(last_fives) == 1
    whole, left = (re.sub("[^A-Z0-9]", "", one.upper()) for one in (key, text))
    assert not any(whole[at : at + 6] in left for at in range(len(whole) - 5))


@pytest.mark.parametrize(
    "written",
    [
        "VK7JG-NPHTM-C97JM-9MPGT-3V6O6",
        "VK7JG NPHTM C97JM 9MPGT 3V6O6",
        "VK7J GNPH TMC9 7JM9 MPGT 3V6O 6",
        "1) VK7JG 2) NPHTM 3) C97JM 4) 9MPGT 5) 3V66T",
        "VK7JG%2DNPHTM%2DC97JM%2D9MPGT%2D3V66T",
        "`VK7JG`-`NPHTM`-`C97JM`-`9MPGT`-`3V66T`",
        "VK 7J GN PH TM C9 7J M9 MP GT 3V 66 T",
    ],
)
def test_a_slip_and_the_marks_of_other_programs_hide_no_key(written: str) -> None:
    assert cut_whole_keys(f"is {written} ours?", str)[1]


def test_two_keys_are_both_cut() -> None:
    text = f"{regrouped(KEY, 4, ' ')} and {MADE_UP.replace('-', ', ')}"
    assert cut_whole_keys(text, str)[1] == ("M9N0P", "3V66T")


@pytest.mark.parametrize(
    "text",
    [
        "PC001, PC002, PC003, PC004, PC005",
        "PC001 PC002 PC003 PC004 PC005",
        "NY001, LA002, SF003, DC004, TX005",
        "VM12A, VM12B, VM12C, VM12D, VM12E",
        "Brian moved PC001 there today again",
        "Brian moved PC001 above PC002",
        "K1 VK7JG\nK2 NPHTM\nK3 C97JM\nK4 9MPGT\nK5 3V66T\nK6 7C92H",
        "VK7JG 3\nNPHTM 4\nC97JM 2\n9MPGT 6\n3V66T 7\nQW2RT 8",
        "VK7JG, NPHTM, C97JM, 9MPGT, 3V66T, QW2RT",
        "Paula, 12345\nBerta, 23456\nChris, 34567",
        "token 12345 12345 67890 12345 67890",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "order 1Z999AA10123456784 of 2026-03-03T10:00:00+01:00",
        "FQC-08930, 3V3-00004, P73-07113, R18-04281, 76P-01595",
        "21H2 22H2 23H2 24H2 25H2 26H2",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th",
        "ann 3pm, bob 4pm, tom 5pm, jim 6pm on 3rd",
        "x64 x86 win7 win8 win10 win11 2k12r2 2k16 2k19",
        "seats 1, 2, 3, 4, 5, 6, 7, 8, 9 of a, b, c, d, e, f, g, h, i, j, k, l, m, n",
    ],
)
def test_what_is_no_key_stays(text: str) -> None:
    assert with_last_fives(text) == text


groups = st.lists(st.text("BCDFGHJKMNPQRTVWXY2346789", min_size=5, max_size=5), min_size=5, max_size=5)


@given(groups, st.sampled_from([*WRITTEN]), st.booleans())
def test_no_key_as_they_are_issued_gets_through(five: list[str], way: str, small: bool) -> None:
    """Of what chance hardly ever makes (the same beginning thrice, no digit before a letter) nothing is said."""
    key = "-".join(five).lower() if small else "-".join(five)
    assume(len({group[:2] for group in five}) == len(five))
    written = WRITTEN[way](key)
    pieces = regrouped(key, 4, " ").split() + five
    assume(sum(any(a.isdigit() and b.isalpha() for a, b in pairwise(one)) for one in pieces) > 6)
    assume(sum(map(str.isalpha, key)) > 9)
    assume(len({*key}) > 9)
    assert cut_whole_keys(f"add key K1 {written} for Office", str)[1]


words = st.sampled_from(
    "assign VS to Brian until today 3 Oct 2026 the key of Paula seat 25 licences there Chris moved".split()
)
numbers = st.integers(1, 10**9).map(str)
names = st.tuples(st.sampled_from(["PC", "VM", "K", "NB", "SRV", "win", "token"]), st.integers(1, 9999)).map(
    lambda pair: f"{pair[0]}{pair[1]}"
)


@given(st.lists(words | numbers | names, min_size=5, max_size=15), st.sampled_from([" ", ", ", "\n"]))
def test_words_numbers_and_names_of_machines_stay(said: list[str], joint: str) -> None:
    text = joint.join(said)
    assert with_last_fives(text) == text


@given(st.text(string.ascii_letters + string.digits + " ,-\n", max_size=200))
def test_what_was_cut_is_not_cut_again(text: str) -> None:
    once = with_last_fives(text)
    assert with_last_fives(once) == once
