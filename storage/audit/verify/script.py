"""One file of all that checks a pack, so that it can be read and run where nothing is installed."""

import ast
from collections import defaultdict
from importlib.resources import files
from typing import Final

_MODULES: Final = (
    "columns.py", "verify/chain.py", "verify/standing.py", "verify/reading.py", "verify/tables.py", "verify/sheets.py",
    "verify/workbook.py", "verify/pack.py",
)  # fmt: skip
_SAYS: Final = '''"""Checks an audit pack of MPN Desk. Needs nothing but Python 3.11, and nothing of the desk:

    python verify.py [FOLDER] [--head WORKSPACE:SEQ:HASH] [--anchor WORKSPACE:SEQ:HASH] [--seal SHA256]

It checks that every file is the one that the manifest names, that the entries form one unbroken chain, and works out
from the entries alone, by its own reading of them, what every table has to say, in the database, the CSV files and
the workbook. What names, addresses and answers say is not in the entries, nor is report.html: the manifest alone
vouches for them. Whoever made the whole pack anew could still pass all that; not against the head or the seal that was
noted elsewhere when the pack was made. An anchor is a head of an earlier day: the chain must go through it.
"""'''
_ENDS: Final = """if __name__ == "__main__":
    sys.exit(main())
"""


def script() -> str:
    """The text of `verify.py`: the modules one after the other, with what they import from Python at the top."""
    imported: defaultdict[str, set[str]] = defaultdict(set)
    texts = [_without_imports((files("storage.audit") / module).read_text("utf-8"), imported) for module in _MODULES]
    whole = sorted(f"import {module}" for module, names in imported.items() if not names)
    parts = sorted(f"from {module} import {', '.join(sorted(names))}" for module, names in imported.items() if names)
    return "\n\n".join([_SAYS, "\n".join([*whole, *parts]) + "\n", *texts, _ENDS])


def _without_imports(source: str, imported: dict[str, set[str]]) -> str:
    """A module without its imports, which are noted, and with what it says of itself as a comment."""
    tree = ast.parse(source)
    last = 0
    for node in tree.body:
        if isinstance(node, ast.Import):
            imported.update({one.name: set() for one in node.names})
        elif isinstance(node, ast.ImportFrom):
            if not str(node.module).startswith("storage."):
                imported[str(node.module)] |= {one.name for one in node.names}
        else:
            continue
        last = node.end_lineno or last
    says = "\n".join(f"# {line}".rstrip() for line in (ast.get_docstring(tree) or "").splitlines())
    return f"{says}\n\n" + "\n".join(source.splitlines()[last:]).strip("\n") + "\n"
