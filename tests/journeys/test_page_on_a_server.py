"""Everything that the page for administrators promises, on a server: the same sentences, the same kinds of reply."""

import pytest

from tests.test_docs import _PARTS, _said


@pytest.mark.parametrize("title", _PARTS)
def test_every_sentence_does_what_the_page_says(title: str) -> None:
    wrong = [
        f"{line.words} -> {reply.kind}, not {line.kind}" for line, reply in _said(title) if reply.kind is not line.kind
    ]
    assert not wrong, "\n".join(wrong)
