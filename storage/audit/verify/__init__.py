"""Checks a pack by its own reading of the entries. Imports nothing but Python's own and the list of the tables:
`script()` makes one file of it, which goes into every pack and runs alone."""

from storage.audit.verify.chain import chained, genesis
from storage.audit.verify.pack import MANIFEST, sha256, verify_pack
from storage.audit.verify.script import script
from storage.audit.verify.sheets import as_cell
from storage.audit.verify.tables import DATABASE, WHO_HAD_WHAT, check_schema
from storage.audit.verify.workbook import LONGEST_CELL, MORE_ROWS, MOST_ROWS, WORKBOOK, about, check_workbook

__all__ = [
    "DATABASE", "LONGEST_CELL", "MANIFEST", "MORE_ROWS", "MOST_ROWS", "WHO_HAD_WHAT", "WORKBOOK", "about", "as_cell",
    "chained", "check_schema", "check_workbook", "genesis", "script", "sha256", "verify_pack",
]  # fmt: skip
