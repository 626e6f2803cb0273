"""How much one file may be. Shown and recorded, 10,000 rows took 235 MB of memory in all, 49,000 rows 870 MB."""

from typing import Final

MOST_BYTES: Final = 32 * 1024 * 1024
"""Of the file itself."""

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Of a workbook, all its parts unpacked: an XLSX is a zip file, and a small one can hold terabytes."""

MOST_OF_A_PART: Final = 8 * 1024 * 1024
"""Of a part that is no sheet, unpacked: openpyxl builds trees of them, measured at 15 times their size."""

MOST_OF_STRINGS: Final = 32 * 1024 * 1024
"""Of the part with the texts of all sheets, unpacked."""

LONGEST_ROW: Final = 2 * 1024 * 1024
"""Bytes of a row of a sheet: openpyxl keeps a row whole, measured at 25 times its size."""

MOST_PARTS: Final = 1_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 2_000
