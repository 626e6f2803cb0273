"""Roles, people and locations: an administrator stays, nothing twice."""

from typing import Final

from policy import model
from policy.context import Context, in_words
from policy.laws.fault import Fault, Laws
from policy.ledger import Ledger
from policy.model import Role


def _given(ledger: Ledger, ctx: Context, before: int | None, entry: model.RoleGiven) -> Fault | None:
    if before is not None or _was_founder(ledger, entry):
        number = f" (#{before})" if before else ""
        return Fault(f"{ctx.name(entry.person)} is {entry.role} already{number}.", ("admin-role",), before)
    other = Role.AUDITOR if entry.role is Role.ADMINISTRATOR else Role.ADMINISTRATOR
    if ledger.company.has_role(entry.person, other, entry.on):
        seq = ledger.company.roles.on((other, entry.person), entry.on)
        number = f" (#{seq})" if seq else ""
        text = (
            f"{ctx.name(entry.person)} is {other}{number}. An auditor reads everything and records nothing, so nobody "
            "is both: take that role first."
        )
        return Fault(text, ("admin-role",), seq)
    return None


def _was_founder(ledger: Ledger, entry: model.RoleGiven | model.RoleTaken) -> bool:
    """Whether somebody administrated without an entry until this one, the first about it."""
    if entry.role is not Role.ADMINISTRATOR or entry.person not in ledger.company.founders:
        return False
    first = ledger.company.roles.first((entry.role, entry.person))
    return first is None or first.seq == entry.seq


def _taken(ledger: Ledger, ctx: Context, before: int | None, entry: model.RoleTaken) -> Fault | None:
    if before is None and not _was_founder(ledger, entry):
        return Fault(f"{ctx.name(entry.person)} is no {entry.role}.", ("admin-role",))
    if entry.role is Role.ADMINISTRATOR and not ledger.company.administrators(entry.on):
        return last_administrator(ctx, entry.person, before)
    return None


def last_administrator(ctx: Context, person: str, entry: int | None) -> Fault:
    """Somebody must be left who may write."""
    text = (
        f"**{ctx.name(person)} is the last administrator**, and somebody has to manage the membership. "
        "Make somebody else an administrator first."
    )
    return Fault(text, ("admin-role",), entry)


def _added(ledger: Ledger, ctx: Context, before: int | None, entry: model.PersonAdded) -> Fault | None:
    if before is None:
        return None
    return Fault(f"{ctx.name(entry.person)} is known here already (#{before}).", ("track-usage",), before)


def _erased(ledger: Ledger, ctx: Context, before: int | None, entry: model.PersonErased) -> Fault | None:
    if ledger.company.administrators(entry.on) == [entry.person]:
        return last_administrator(ctx, entry.person, before)
    return None


def _location_added(ledger: Ledger, ctx: Context, before: int | None, entry: model.LocationAdded) -> Fault | None:
    if before is None:
        return None
    return Fault(f"{entry.location} is on the profile already (#{before}).", ("share-locations",), before)


def _location_removed(ledger: Ledger, ctx: Context, before: int | None, entry: model.LocationRemoved) -> Fault | None:
    if before is not None:
        return None
    text = f"{entry.location} is not on the profile on {in_words(entry.on)}."
    return Fault(text, ("share-locations",))


ROLES: Final[Laws] = {model.RoleGiven: _given, model.RoleTaken: _taken}
PEOPLE: Final[Laws] = {model.PersonAdded: _added, model.PersonErased: _erased}
LOCATIONS: Final[Laws] = {model.LocationAdded: _location_added, model.LocationRemoved: _location_removed}
