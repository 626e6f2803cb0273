"""The places of these tests are real: files, in memory where the machine has a file system there, and a server."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.audit import Pack
from tests.storage.audited import office, packed
from tests.storage.office import QUICK, Place, cluster


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Place]:
    """Gives empty places: files, or databases of a server."""
    places = iter(range(1_000_000))
    if request.param == "sqlite":
        return lambda: tmp_path / f"mpn{next(places) or ''}.sqlite3"
    return cluster().database


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """An empty place."""
    return new_place()


@pytest.fixture
def url() -> str:
    """An empty database of a server."""
    return cluster().database()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return packed(office(), tmp_path_factory.mktemp("audit") / "pack")


@pytest.fixture
def copy(made: Pack, tmp_path: Path) -> Pack:
    """A copy to tamper with."""
    folder = tmp_path / "pack"
    shutil.copytree(made.folder, folder)
    return Pack(folder, made.entries, made.head, made.seal, made.files)
