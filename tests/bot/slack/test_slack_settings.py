""".env.sample names every setting, and as it is opens the terminal."""

from pathlib import Path

import pytest

from bot.settings import Settings

_SAMPLE = Path(__file__).parents[3] / ".env.sample"


def test_the_sample_holds_every_setting_and_no_other() -> None:
    lines = _SAMPLE.read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0].lower() for line in lines if line and not line.startswith("#")}
    assert named == set(Settings.model_fields)


def test_the_sample_as_it_is_opens_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = Settings(_env_file=_SAMPLE)
    assert settings == Settings(_env_file=None)
    assert not settings.speaks_slack
