"""May this be recorded? Acts as people mean them, judged on a ledger."""

from policy.acts.assigning import LEFT, AssignSeat
from policy.acts.claims import MakeClaim, RecordDecision
from policy.acts.corrections import Correct, Undo
from policy.acts.credit import GrantCredit, UseCredit
from policy.acts.decide import decide
from policy.acts.grants import RecordGrant
from policy.acts.keys import ActivateKey, AddKey, CountKey, GiveKey, ViewKey
from policy.acts.offers import EndOffer, RecordPurchase, RecordRenewal, RecordSwap
from policy.acts.outcome import Act, Ask, Choice, Confirm, DirectoryChange, Note, Outcome, Record, Refuse
from policy.acts.people import (
    AddPerson,
    AskAdministrator,
    DismissDeputy,
    ErasePerson,
    GiveRole,
    NameDeputy,
    TakeRole,
)
from policy.acts.reminders import FinishReminder, HandOverReminder, OpenRenewalList, SnoozeReminder
from policy.acts.requests import DecideRequest, RequestSeat
from policy.acts.seats import ActivateSeat, MoveSeat, ReleaseSeat
from policy.acts.settings import AddLocation, ChangeSettings, RemoveLocation, SetUp, StateFact
from policy.acts.software import InstallSoftware, RemoveSoftware
from policy.acts.support import OpenIncident, RecordBalance, UseHours
from policy.acts.tokens import ActivateToken, AddToken, ReplaceToken, ViewToken
from policy.acts.waiting import QueueSeat, UnqueueSeat
from policy.context import Context

__all__ = [
    "LEFT",
    "Act",
    "ActivateKey",
    "ActivateSeat",
    "ActivateToken",
    "AddKey",
    "AddLocation",
    "AddPerson",
    "AddToken",
    "Ask",
    "AskAdministrator",
    "AssignSeat",
    "ChangeSettings",
    "Choice",
    "Confirm",
    "Context",
    "Correct",
    "CountKey",
    "DecideRequest",
    "DirectoryChange",
    "DismissDeputy",
    "EndOffer",
    "ErasePerson",
    "FinishReminder",
    "GiveKey",
    "GiveRole",
    "GrantCredit",
    "HandOverReminder",
    "InstallSoftware",
    "MakeClaim",
    "MoveSeat",
    "NameDeputy",
    "Note",
    "OpenIncident",
    "OpenRenewalList",
    "Outcome",
    "QueueSeat",
    "Record",
    "RecordBalance",
    "RecordDecision",
    "RecordGrant",
    "RecordPurchase",
    "RecordRenewal",
    "RecordSwap",
    "Refuse",
    "ReleaseSeat",
    "RemoveLocation",
    "RemoveSoftware",
    "ReplaceToken",
    "RequestSeat",
    "SetUp",
    "SnoozeReminder",
    "StateFact",
    "TakeRole",
    "Undo",
    "UnqueueSeat",
    "UseCredit",
    "UseHours",
    "ViewKey",
    "ViewToken",
    "decide",
]
