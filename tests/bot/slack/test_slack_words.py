"""Words across the border: out of Slack's wire form, and back escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.words import escape, typed, unescape


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("R&amp;D &lt;3 &gt; 2", "R&D <3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("give <@U1> a seat", "give <@U1> a seat"),
        ("give <@U1|ana.souza> a seat", "give <@U1> a seat"),
        ("see <#C1|general> and <#C2>", "see #general and #C2"),
        ("see <https://a.example/x?y|the guide>", "see the guide"),
        ("see <https://a.example/x?y&amp;z>", "see https://a.example/x?y&z"),
        ("write to <mailto:ana@acme.example|ana@acme.example>", "write to ana@acme.example"),
        ("<!here> and <!subteam^S1|@admins>", "@here and @admins"),
        ("on <!date^1392734382^{date}|18 Feb 2014>", "on 18 Feb 2014"),
        ("<@U0DESK> can we demo?", "can we demo?"),
        ("hey <@U0DESK|mpn>, can we demo?", "hey  , can we demo?"),
        ("a < b, a <> b", "a < b, a  b"),
        (None, ""),
    ],
)
def test_words_are_read_as_they_were_typed(wire: str | None, words: str) -> None:
    assert typed(wire, "U0DESK") == words


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_what_is_escaped_is_read_back(words: str) -> None:
    assert unescape(escape(words)) == words
    assert typed(escape(words)) == words.strip()
