"""`make report`: the demo company's report rendered as an auditor sees it, or what is missing for that."""

import shutil
import struct
from pathlib import Path

import pytest

from benchmarks import report


def test_without_a_browser_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert report.main(tmp_path / "report") == 1
    assert "No Chromium is installed here" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


@pytest.mark.skipif(not any(map(shutil.which, report.PROGRAMS)), reason="no Chromium is installed here")
def test_the_report_is_rendered_for_the_screen_and_for_paper(tmp_path: Path) -> None:
    assert report.main(tmp_path) == 0
    picture = (tmp_path / "report.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1100, 5200)
    assert len(picture) > 200_000, "there are words and pictures on it"
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
