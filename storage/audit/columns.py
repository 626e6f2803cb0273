"""The tables of a pack: their columns, types and links, written once for the database, the CSV files and the sheets."""

from typing import Final, NamedTuple

INTEGER, TEXT, NUMBER = "INTEGER", "TEXT", "REAL"


class Column(NamedTuple):
    """A column; `links` is the table and column that it points to."""

    name: str
    type: str = TEXT
    links: str | None = None


class Table(NamedTuple):
    """A table with what it says in a sentence; the first column is its key where `has_key`."""

    name: str
    says: str
    columns: tuple[Column, ...]
    has_key: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _entry(name: str = "entry") -> Column:
    return Column(name, INTEGER, "entries(seq)")


def _person(name: str = "by") -> Column:
    return Column(name, TEXT, "people(id)")


_OFFER: Final = Column("offer", TEXT, "offers(id)")
_PRODUCT: Final = Column("product", TEXT, "products(id)")
_DAY: Final = Column("day")
_REFERENCE: Final = Column("reference")

TABLES: Final = (
    Table(
        "entries",
        "Every entry of the log, in order, with the hash that chains it to the one before. `counts`: it took effect "
        "by the day of the pack and was not taken back.",
        (
            Column("seq", INTEGER),
            Column("at"),
            _DAY,
            Column("kind"),
            _person(),
            Column("part", INTEGER),
            Column("why"),
            _REFERENCE,
            Column("counts", INTEGER),
            Column("reversed_by", INTEGER),
            Column("cause"),
            Column("body"),
            Column("hash"),
        ),
    ),
    Table(
        "people",
        "Everybody whom an entry names; of somebody who was erased only the id is left.",
        (Column("id"), Column("name"), Column("email"), Column("administrator", INTEGER), Column("auditor", INTEGER)),
    ),
    Table("products", "What the ids of products mean.", (Column("id"), Column("name"), Column("kind"))),
    Table(
        "offers",
        "What was bought, as it stood on the day.",
        (
            *(Column("id"), Column("program"), Column("competency"), Column("level"), Column("purchased")),
            *(Column("swapped"), Column("ended"), Column("reason"), Column("in_force", INTEGER), _person(), _entry()),
        ),
    ),
    Table(
        "terms",
        "The years for which an offer was bought or renewed, both days included.",
        (_entry(), _OFFER, Column("first_day"), Column("last_day")),
    ),
    Table(
        "grants",
        "How many of a product an offer gives. `counts`: this quantity held on the day; a later one replaces it.",
        (
            *(_entry(), Column("id"), _OFFER, _PRODUCT, Column("quantity", INTEGER), _DAY),
            *(Column("counts", INTEGER), _person(), _REFERENCE),
        ),
    ),
    Table(
        "keys",
        "Product keys with the activations used and left; of a key only its last five characters are kept.",
        (
            *(Column("id"), Column("label"), _OFFER, _PRODUCT, Column("last_five"), Column("activations", INTEGER)),
            *(Column("used", INTEGER), Column("left", INTEGER), Column("issued"), Column("viewed"), _person()),
            _entry(),
        ),
    ),
    Table(
        "activations",
        "Every activation of a key on a machine, and whether it used one up.",
        (
            *(_entry(), Column("key", TEXT, "keys(id)"), Column("machine"), Column("machine_new", INTEGER)),
            *(Column("hardware_changed", INTEGER), Column("consumed", INTEGER), _DAY, _person(), _REFERENCE),
        ),
    ),
    Table(
        "tokens",
        "Tokens of cloud services, and the tenant on which each was activated.",
        (
            *(Column("id"), Column("label"), _OFFER, Column("service", TEXT, "products(id)")),
            *(Column("seats", INTEGER), Column("program_year", INTEGER), Column("issued"), Column("viewed")),
            *(Column("activated"), Column("tenant"), Column("replaced_with"), _person(), _entry()),
        ),
    ),
    Table(
        "seats",
        "Who held which seat from when to when, a row for each stretch; without `to_day` it was still held. "
        "`grant_entry` is the grant by which it was given.",
        (
            *(_entry(), Column("seat"), Column("number", INTEGER), _OFFER, _PRODUCT, _person("person")),
            *(Column("from_day"), Column("to_day"), Column("ended_by"), _entry("to_entry"), Column("activated")),
            *(_entry("grant_entry"), _person()),
        ),
    ),
    Table(
        "machines",
        "Which product was in use on which machine on the day.",
        (
            *(_entry(), Column("machine"), _PRODUCT, _OFFER, Column("install"), Column("key", TEXT, "keys(id)")),
            Column("since"),
        ),
    ),
    Table(
        "incidents",
        "Support incidents.",
        (
            *(_entry(), Column("incident"), _OFFER, Column("support"), _PRODUCT, Column("version"), _DAY, _person()),
            _REFERENCE,
        ),
    ),
    Table(
        "credits",
        "Azure credit granted: the amount of each month, or the whole of bulk credit.",
        (
            *(_entry(), Column("credit"), _OFFER, Column("form"), Column("amount", NUMBER), Column("currency"), _DAY),
            *(_person(), _REFERENCE),
        ),
    ),
    Table(
        "credit_uses",
        "Azure credit used.",
        (
            *(_entry(), Column("credit"), _OFFER, Column("form"), Column("amount", NUMBER), Column("currency"), _DAY),
            *(_person(), _REFERENCE),
        ),
    ),
    Table(
        "hours",
        "Presales hours used.",
        (_entry(), _OFFER, Column("hours", NUMBER), _DAY, _person(), _REFERENCE),
    ),
    Table(
        "balances",
        "What had been used before the record began.",
        (_entry(), _OFFER, Column("balance"), Column("used", NUMBER), _DAY, _person(), _REFERENCE),
    ),
    Table(
        "claims",
        "What Microsoft was asked for, and its answer.",
        (
            *(_entry(), Column("claim"), Column("subject"), Column("made"), Column("decision"), Column("decided")),
            *(_entry("decided_entry"), _person(), _REFERENCE),
        ),
    ),
    Table(
        "requests",
        "Who asked for a seat, and what an administrator decided.",
        (
            *(_entry(), Column("id"), _PRODUCT, _person("person"), Column("asked"), Column("decision")),
            *(_entry("decided_entry"), _person("decided_by")),
        ),
    ),
    Table(
        "locations",
        "The locations on the membership profile.",
        (_entry(), Column("location"), Column("since")),
    ),
    Table(
        "decisions",
        "What the desk answered to each request that recorded something.",
        (
            *(_entry("first_entry"), _entry("last_entry"), Column("entries", INTEGER), Column("at"), _person()),
            *(Column("kind"), Column("text")),
        ),
    ),
    Table(
        "decision_rules",
        "The rules that a decision rests on, the deciding one first, with the section of the guide.",
        (
            Column("decision", INTEGER, "decisions(first_entry)"),
            *(Column("position", INTEGER), Column("rule"), Column("section")),
        ),
        has_key=False,
    ),
)

LEFT_OUT: Final = frozenset({"cause", "body", "hash"})
"""Columns that are for machines: they stand in the database and the CSV files, not in the workbook."""


def created(table: Table) -> str:
    """The statement that makes a table."""
    lines = [_column(column, is_key=table.has_key and place == 0) for place, column in enumerate(table.columns)]
    columns = ",\n  ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n  {columns}\n)'


def indexes(table: Table) -> list[str]:
    """The statements that make its indexes."""
    linked = [column.name for column in table.columns[1:] if column.links]
    return [f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")' for name in linked]


def with_names(table: Table) -> tuple[list[str], str]:
    """The columns of a sheet, and the statement that gives its rows: after each id the name that it stands for."""
    names, wanted, joins = [], [], []
    for column in table.columns:
        if column.name in LEFT_OUT:
            continue
        names.append(column.name)
        wanted.append(f't."{column.name}"')
        if column.links in ("people(id)", "products(id)"):
            other = column.links.partition("(")[0]
            joins.append(f'LEFT JOIN {other} AS "{column.name}_of" ON "{column.name}_of".id = t."{column.name}"')
            names.append(f"{column.name} (name)")
            wanted.append(f'"{column.name}_of".name')
    return names, f'SELECT {", ".join(wanted)} FROM "{table.name}" AS t {" ".join(joins)} ORDER BY t.rowid'


def _column(column: Column, *, is_key: bool) -> str:
    kind = "NUMERIC" if column.type == NUMBER else column.type
    links = f" REFERENCES {column.links}" if column.links else ""
    key = " PRIMARY KEY" if is_key else ""
    return f'"{column.name}" {INTEGER if column.type == INTEGER else kind}{key}{links}'
