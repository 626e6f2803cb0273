"""What can be wrong with a file as a whole, each in words that say what to do next."""

from storage.errors import StorageError


class SheetError(StorageError):
    """{file} can't be read as a list: {fault}. Nothing was recorded."""


class TooLargeError(SheetError):
    """{file} is too large: {found}, and I read up to {most}. Split it and import the parts one after the other.
    Nothing was recorded."""


class EmptySheetError(SheetError):
    """{file} has no rows. Nothing was recorded."""


class OtherColumnsError(SheetError):
    """I don't know the columns of {file}: its first line is “{found}”.{near} I read Microsoft's subscriber export
    (Email, Subscription Level, Assigned, …), a list of grants, keys and tokens (Product with Quantity, Key or Seats),
    and a list of people (name, email). Nothing was recorded."""


class OldExcelError(SheetError):
    """{file} is no XLSX file but an older or a protected one. Open it, save it as “Excel workbook (.xlsx)” or as
    “CSV UTF-8”, and import that. Nothing was recorded."""


class BrokenWorkbookError(SheetError):
    """{file} is damaged or no real workbook: {fault}. Open it in a spreadsheet program, save it anew as XLSX or CSV,
    and import that. Nothing was recorded."""


class UnknownLettersError(SheetError):
    """I can't tell in which encoding {file} is written. Save it as “CSV UTF-8” and import that. Nothing was
    recorded."""


class BrokenQuotesError(SheetError):
    """The quotes in {file} don't close: {fault} (near line {line}). A cell with quotes in it needs them doubled.
    Nothing was recorded."""
