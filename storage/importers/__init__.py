"""What a company has in spreadsheets: read, held to the rules row by row, shown, and recorded as one batch.

listed = read_list("subscribers.xlsx", content)
shown = preview(listed, ledger, ctx, people.all(workspace))
record(log, workspace, cause, shown, ctx, at=now, without_wrong=True)
"""

from storage.importers.batch import Held, Why, record
from storage.importers.bulk_add import bulk_add
from storage.importers.faults import SheetError
from storage.importers.listed import Kind, Listed, read_file, read_list
from storage.importers.preview import Difference, Good, Known, Preview, Wrong, preview

__all__ = [
    "Difference",
    "Good",
    "Held",
    "Kind",
    "Known",
    "Listed",
    "Preview",
    "SheetError",
    "Why",
    "Wrong",
    "bulk_add",
    "preview",
    "read_file",
    "read_list",
    "record",
]
