"""The desk for programs: JSON Lines in and out."""

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind
from bot.terminal.jsonl import Session

KEYS = {
    "kind", "verdict", "rules", "sections", "conditions", "date", "text", "choices", "recorded", "proposed", "reading",
    "parts", "deliveries",
}  # fmt: skip


def ask(desk: Desk, *lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Session(desk, "w", "you").replies(lines)]


def test_a_reply_has_the_keys_of_the_contract(desk: Desk) -> None:
    (reply,) = ask(desk, '{"text": "may we resell our spare seats?"}')
    assert set(reply) == KEYS
    assert (reply["kind"], reply["verdict"], reply["rules"]) == ("answer", "not_allowed", ["not-resell"])
    assert reply["reading"]["intent"] == "can_use"  # type: ignore[index]


def test_a_bad_line_is_named_and_the_run_goes_on(desk: Desk) -> None:
    replies = ask(desk, "nonsense", '{"txt": "hi"}', '{"now": "yesterday", "text": "hi"}', "", '{"text": "help"}')
    assert [reply["kind"] for reply in replies] == ["error", "error", "error", "help"]
    assert "Line 1" in str(replies[0]["text"])
    assert "'txt'" in str(replies[1]["text"])
    assert "now" in str(replies[2]["text"])


def test_who_speaks_and_the_time_stay_until_changed(desk: Desk) -> None:
    session = Session(desk, "w", "you")
    session.reply(1, '{"as": "ana", "now": "2026-02-03T10:00:00+01:00", "text": "hi"}')
    session.reply(2, '{"text": "hi"}')
    assert session.person == "ana"
    assert session.now is not None
    assert session.now.isoformat() == "2026-02-03T10:00:00+01:00"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=200))
def test_no_line_breaks_the_run(desk: Desk, text: str) -> None:
    session = Session(desk, "w", "you")
    assert json.loads(next(iter(session.replies([json.dumps({"text": text})]))))["kind"]
    for line in session.replies([text]):
        assert json.loads(line)["kind"] in {"error", "unknown", "answer", "help", "question", "report"}


def test_the_command_answers_line_by_line() -> None:
    lines = '{"text": "can we demo Dynamics to a client?"}\n\xff\n{"text": "thanks"}\n'.encode("latin-1")
    run = subprocess.run([sys.executable, "-m", "bot", "chat", "--json"], input=lines, capture_output=True, check=False)
    replies = [json.loads(line) for line in run.stdout.splitlines()]
    assert [reply["kind"] for reply in replies] == ["answer", "error", "unknown"]
    assert run.returncode == 0


def test_a_stranger_may_not_speak_and_a_clock_line_moves_the_clock(desk: Desk) -> None:
    session = Session(desk, "w", "ana", only_known=True)
    assert session.reply(1, '{"as": "eve", "text": "hi"}').kind is Kind.ERROR
    reply = session.reply(2, '{"now": "2026-02-03T10:00:00+00:00"}')
    assert (reply.kind, reply.deliveries) == (Kind.REMINDERS, ())
    assert session.person == "ana"


def test_a_key_typed_in_full_is_left_out(desk: Desk) -> None:
    (reply,) = ask(desk, '{"text": "can we use ABCDE-12345-FGHIJ-67890-KLMN1 on two machines?"}')
    assert "KLMN1" in str(reply["text"])
    assert "67890" not in json.dumps(reply)


def test_a_fault_of_ours_gets_a_reference_and_the_run_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(desk, "w", "you")
    with monkeypatch.context() as broken:
        broken.setattr(desk, "answer", lambda request: 1 / 0)
        reply = session.reply(1, '{"text": "hi"}')
    assert reply.kind is Kind.ERROR
    assert "Reference `" in reply.text
    assert "division" not in reply.text
    assert session.reply(2, '{"text": "help"}').kind is Kind.HELP


def test_a_time_off_the_calendar_is_refused(desk: Desk) -> None:
    (reply,) = ask(desk, '{"text": "bought today, refund?", "now": "9999-12-31T00:00:00+00:00"}')
    assert "between 1990 and 2199" in str(reply["text"])


def test_a_key_goes_no_further_in_what_is_passed_on_pressed_or_picked() -> None:
    """An administrator who was asked in somebody's words got the key with them, and a label was said back whole."""
    session = Session(Desk.open(Records.open(None)), "w", "paula")
    key = "ABCDE-12345-FGHIJ-67890-KLMN1"
    session.reply(1, '{"text": "add Dave Chen as dave"}')
    for number, line in enumerate(
        (
            {"as": "eve", "text": f"add key K1 {key} for Windows 10"},
            {"press": "Ask an administrator"},
            {"press": key},
            {"pick": key},
            {"as": "paula", "text": "add a token for Office 365"},
            {"pick": key},
        )
    ):
        reply = session.reply(number, json.dumps(line))
        assert "12345" not in reply.model_dump_json()
        if line.get("press") == "Ask an administrator":
            assert "add key K1 for Windows 10" in reply.deliveries[0].text


def test_a_mark_before_the_first_line_is_passed_over_and_a_long_id_not_said_back(desk: Desk) -> None:
    (reply,) = ask(desk, '\ufeff{"text": "help"}')
    assert reply["kind"] == "help"
    session = Session(desk, "w", "ana", only_known=True)
    told = session.reply(1, json.dumps({"as": "p" * 100_000, "text": "hi"})).text
    assert len(told) < 200
    assert "12345" not in session.reply(2, '{"as": "ABCDE-12345-FGHIJ-67890-KLMN1"}').text
