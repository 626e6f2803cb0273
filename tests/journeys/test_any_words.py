"""Words of any shape to a desk with an open question: no fault, and nothing recorded that the reply does not show."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reply import Kind
from bot.terminal.jsonl import as_json
from tests.journeys.people import Office, did

_BITS = st.sampled_from(
    "assign VS to ana bob yes no 1 on 31/02/2026 #2 undo <@U1> “ ” ? token \x00 \u202e erase not if we viewed a".split()
)
_WORDS = st.lists(_BITS, max_size=9).map(" ".join) | st.text(max_size=60) | st.binary(max_size=30).map(repr)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(_WORDS, min_size=1, max_size=4))
def test_any_words(said: list[str]) -> None:
    office = Office("2026-02-10")
    did(office.paula.says("we bought the action pack on 3 Feb"))
    did(office.paula.says("the action pack gives us 3 VS Professional"))
    office.paula.says("assign VS seat to ana")
    for words in said:
        before = len(office.entries)
        reply = office.paula.says(words)
        assert json.loads(as_json(reply))["kind"] in set(Kind)
        assert len(office.entries) - before == len(reply.recorded)
        assert "Reference" not in reply.text
