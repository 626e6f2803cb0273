"""Microsoft's bulk-add sheet for Visual Studio subscribers: the seats that are assigned here and not activated."""

import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

from policy.catalogue import Catalogue
from policy.ledger import Ledger, Seat, has_clock
from storage.people.directory import Person

COLUMNS: Final = (
    "Name",
    "Sign-in Email",
    "Notification Email",
    "Subscription Level",
    "Reference",
    "Downloads",
    "Country",
    "Language",
    "Subscription GUID",
)
_LEVELS: Final = {
    "visual-studio-professional": "Visual Studio Professional",
    "visual-studio-enterprise": "Visual Studio Enterprise",
    "visual-studio-test-professional": "Visual Studio Test Professional",
}


@dataclass(frozen=True, slots=True)
class BulkAdd:
    """The sheet (XLSX), how many people are on it, and the ids of those who are left out for want of an address."""

    sheet: bytes
    rows: int
    left_out: tuple[str, ...]


def bulk_add(
    ledger: Ledger,
    day: dt.date,
    person: Callable[[str], Person | None],
    catalogue: Catalogue,
    *,
    country: str = "",
    language: str = "English",
) -> BulkAdd:
    """Everybody who holds a seat on a day and has not activated it, as Microsoft's portal takes them.

    The portal refuses commas inside fields and spaces around them, so there are none.
    """
    rows: list[tuple[str, ...]] = []
    left_out: list[str] = []
    for seat in _to_be_activated(ledger, day):
        known = person(seat.last)
        if known is None or not known.email or not known.name:
            left_out.append(seat.last)
            continue
        level = _LEVELS.get(seat.product) or catalogue.by_id[seat.product].name
        reference = f"{seat.id} entry {seat.assignment}"
        rows.append((known.name, known.email, known.email, level, reference, "Enabled", country, language, ""))
    return BulkAdd(_sheet([tuple(map(_clean, row)) for row in rows]), len(rows), tuple(dict.fromkeys(left_out)))


def _to_be_activated(ledger: Ledger, day: dt.date) -> Iterator[Seat]:
    for offer, product in list(ledger.seats.pools()):
        if has_clock(product) and ledger.offers.covers(offer, day):
            yield from (seat for seat in ledger.seats.holders(offer, product, day) if not seat.activated)


def _clean(cell: str) -> str:
    """Without commas, control signs and stray spaces."""
    plain = "".join(" " if sign == "," or unicodedata.category(sign).startswith("C") else sign for sign in cell)
    return " ".join(plain.split())


def _sheet(rows: list[tuple[str, ...]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        sheet = book.add_worksheet("Subscribers")
        for number, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, len(COLUMNS) - 1, 28)
    return buffer.getvalue()
