"""What this process remembers is bounded."""

from bot.slack.kept.recent import Recent


def test_the_oldest_is_forgotten_first() -> None:
    recent: Recent[str, int] = Recent(most=2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    recent.keep("a", 3)
    recent.keep("c", 4)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (3, None, 4)
