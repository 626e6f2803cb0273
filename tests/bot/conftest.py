"""A desk that keeps no record, for questions to the guide."""

import pytest

from bot.desk import Desk


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.open()
