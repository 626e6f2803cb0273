"""Days on which nobody is reminded: weekends, and the holidays of the workspace's country."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from policy.deadlines import DayOff, weekend

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRIES_KEPT: Final = 64


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
