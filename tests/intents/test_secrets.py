"""Keys and tokens in full never get past the door."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.secrets import without_secrets

KEY = "ABCDE-12345-FGHIJ-67890-KLMN1"


@pytest.mark.parametrize(
    "typed", [KEY, KEY.lower(), KEY.replace("-", " "), KEY.replace("-", "–"), KEY.replace("-", "")]
)
def test_a_key_is_taken_out_however_it_is_typed(typed: str) -> None:
    text, last_five = without_secrets(f"add key K1 {typed} for Office")
    assert last_five == ("KLMN1",)
    assert "KLMN1" not in text.upper()
    assert text.startswith("add key K1 ")
    assert text.endswith(" for Office")


@pytest.mark.parametrize("words", ["token {}", "claim {}", "the value {} today", "{} again", "{} thing"])
def test_a_word_as_long_as_a_group_hides_no_key(words: str) -> None:
    """With blanks between the groups "token ABCDE …" is six of them, the first of letters alone."""
    key = "ABCDE FGHIJ KLMNO PQRST 12345"
    text, last_five = without_secrets(words.format(key))
    assert len(last_five) == 1
    assert not {*key.split()} & {*text.upper().split()}


@pytest.mark.parametrize(
    "typed",
    [
        *(
            KEY.replace("-", joint)
            for joint in ("\u2011", "\u2212", "\u00ad", "\u200b", "\t", "\u00a0", " - ", "--", *"/|:;+=~*\\·•", " / ")
        ),
        KEY.replace("E-1", "E-\u200b1"),
        "".join(chr(ord(c) + 0xFEE0) for c in KEY),
        "ABCDE-12345 FGHIJ-67890 KLMN1",
        "ABCDE-12345-FGHIJ-\n67890-KLMN1",
    ],
)
def test_a_key_as_other_programs_write_it_is_taken_out(typed: str) -> None:
    """Word sets hyphens that don't break a line, web pages invisible ones; a Japanese keyboard gives wide letters."""
    text, last_five = without_secrets(f"add key K1 {typed} for Office")
    assert (text, last_five) == ("add key K1  for Office", ("KLMN1",))


@pytest.mark.parametrize(
    "text",
    [
        "PC001, PC002, PC003, PC004, PC005",
        "PC001\nPC002\nPC003\nPC004\nPC005",
        "those - three - seats - again - 12345",
        "Ｖ１ für Zoë: 25 Plätze für Müller, nicht für Jürgen",
    ],
)
def test_lists_of_machines_and_other_alphabets_stay(text: str) -> None:
    assert without_secrets(text) == (text, ())


def test_words_and_short_labels_stay() -> None:
    for text in ("token 7 for 25 seats", "maybe their great apple store", "case 1234567890123456789012345"):
        assert without_secrets(text) == (text, ())


letters = string.ascii_uppercase + string.digits


@given(
    st.lists(st.text(letters, min_size=5, max_size=5), min_size=5, max_size=5),
    st.sampled_from(["-", ""]),
    st.text(max_size=20),
)
def test_nothing_of_a_key_but_its_end_is_left(groups: list[str], joint: str, around: str) -> None:
    key = joint.join(groups)
    text, last_five = without_secrets(f"{around} {key} {around}")
    if any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
        assert last_five
        assert key not in text
