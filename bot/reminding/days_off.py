"""Days on which nobody is reminded: weekends, and the holidays of the workspace's country."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from policy.days import DayOff, weekend

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRIES_KEPT: Final = 64
_SHORT: Final = {"uk": "GB", "britain": "GB", "great britain": "GB", "england": "GB-ENG", "usa": "US", "us": "US",
                 "america": "US", "holland": "NL", "czech republic": "CZ"}  # fmt: skip


def days_off(country: str | None) -> DayOff:
    """The days off of a country, written DE, or DE-BY with a part of it: its weekends and holidays.

    Saturdays and Sundays where no country is known.
    """
    holidays = _holidays(country.strip().upper()) if country else None
    if holidays is None:
        return weekend
    return lambda day: not holidays.is_working_day(day)


@lru_cache(maxsize=_COUNTRIES_KEPT)
def _holidays(country: str) -> "HolidayBase | None":
    from holidays import country_holidays  # takes 0.1 s, and only few workspaces set a country

    name, _, part = country.partition("-")
    try:
        return country_holidays(name, subdiv=part or None)
    except (NotImplementedError, TypeError):  # a country nobody knows; a word that is no country
        return None


def country_called(words: str) -> str | None:
    """The code of a country by its name or code, with a part of it where one is named: DE, DE-BY, "Bayern, Germany"."""
    said = words.strip(" .!?,").removeprefix("the ").strip()
    if "-" in said and _holidays(said.upper()) is not None:
        return said.upper()
    part, _, name = (text.strip() for text in said.rpartition(","))
    code = _code(name)
    if code is None or not part:
        return code
    within = next((one for one, names in _parts(code).items() if part.casefold() in {one.casefold(), *names}), None)
    return f"{code}-{within}" if within else None


def _code(name: str) -> str | None:
    from holidays.registry import COUNTRIES

    if short := _SHORT.get(name.casefold()):
        return short
    called = name.casefold().replace(" ", "_").replace("-", "_")
    found = COUNTRIES.get(called) or next((one for one in COUNTRIES.values() if name.upper() in one[1:3]), None)
    return found[1] if found else None


def _parts(code: str) -> dict[str, set[str]]:
    country = _holidays(code)
    named = country.get_subdivision_aliases() if country is not None else {}
    return {code: {name.casefold() for name in names} for code, names in named.items()}
