"""Rows of words that are kept by their hashes alone."""

from intents.rows import Rows


def test_each_word_has_its_row_counted_from_one_and_no_other_word_has_any() -> None:
    words = [f"word{n}" for n in range(5_000)]
    rows = Rows(words)
    assert [rows.get(word) for word in words] == list(range(1, 5_001))
    assert not any(f"other{n}" in rows for n in range(5_000))
    assert "" not in rows


def test_there_may_be_no_words_at_all() -> None:
    assert "word" not in Rows([])
