"""What the ledger says when it is asked, by Paula unless somebody else is named."""

from typing import Any

from policy.decision import Form
from policy.reports import Asked, Report, report
from tests.policy.workspace import Workspace, day


def says(paula: Workspace, label: str, by: str = "paula", **about: Any) -> Report:
    if "on" in about:
        about["on"] = day(about["on"])
    return report(paula.ledger, paula.context(by), Asked(label, **about))


def yes_or_no(paula: Workspace, label: str, by: str = "paula", **about: Any) -> Report:
    return says(paula, label, by, form=Form.POLAR, **about)


def head(found: Report) -> str:
    return found.text.split("\n")[0]
