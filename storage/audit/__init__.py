"""The whole record of a workspace as of a day, in forms that an auditor opens, with the means to check them.

made = make_pack(log, people, workspace, day, folder, ctx, at=now)
verify_pack(folder)              # or, by the auditor: python verify.py
Ledger.of(entries_of(folder))    # the same ledger again
"""

from storage.audit.pack import Pack, entries_of, make_pack
from storage.audit.pictures import pictures_of
from storage.audit.png import as_png, title_of, write_pictures
from storage.audit.verify import verify_pack

__all__ = ["Pack", "as_png", "entries_of", "make_pack", "pictures_of", "title_of", "verify_pack", "write_pictures"]
