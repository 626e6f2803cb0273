"""Journeys are made twice: with the record in memory, and on a real server."""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.record.records import Records
from tests.journeys import people
from tests.storage.office import cluster

_PLACES = {
    "tests.journeys.test_open_questions": ["memory"],  # hundreds of words, which do not turn on the database
    "tests.journeys.test_talks": ["memory"],  # the same
    "tests.journeys.test_everyday": ["memory"],
    "tests.journeys.test_any_words": ["memory"],
    "tests.journeys.test_handover": ["memory"],  # chooses its server itself
    "tests.journeys.test_page_on_a_server": ["server"],  # tests/test_docs.py has it in memory
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    places = _PLACES.get(metafunc.module.__name__, ["memory", "server"])
    metafunc.parametrize("database", places, indirect=True)


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where the desks of a test keep their record, each its own."""
    made: list[str] = []

    def new_place() -> str:
        made.append(cluster().copy(_empty()))
        return made[-1]

    if request.param == "server":
        monkeypatch.setattr(people, "new_place", new_place)
    yield
    for url in made:
        cluster().drop(url)


@cache
def _empty() -> str:
    """A database with the tables alone: to copy it is quicker than to make them."""
    url = cluster().database()
    Records.open(url).log.database.close()  # type: ignore[attr-defined]
    return url
