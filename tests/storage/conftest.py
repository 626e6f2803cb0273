"""Files of these tests are real ones, in memory where the machine has a file system there."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.office import QUICK


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        yield Path(folder)
