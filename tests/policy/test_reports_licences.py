"""Keys, tokens, credit, hours and incidents: what was used and what is left."""

from policy.acts import (
    ActivateKey,
    ActivateToken,
    AddKey,
    AddToken,
    GrantCredit,
    OpenIncident,
    RecordGrant,
    UseCredit,
    UseHours,
)
from policy.decision import Verdict
from policy.model import CreditForm, Support
from tests.policy.companies import GOLD, PACK, bought, staffed
from tests.policy.told import head, says, yes_or_no
from tests.policy.workspace import Workspace, day

# Keys and tokens


def test_activations_left_on_one_key_and_on_all() -> None:
    paula = bought().on("2026-03-01")
    paula.does(ActivateKey(key="K1", machine="build01"))
    found = says(paula, "activations_left", key="k1")
    assert head(found) == "**9 activations of 10 are left on Key K1** (Office)."
    assert found.rules[0] == "mak-finite"
    paula.does(AddKey(label="K2", product="office", activations=1))
    paula.does(ActivateKey(key="K2", machine="build02"))
    every = says(paula, "activations_left")
    assert head(every) == "**9 activations left on 2 keys.**"
    assert "Key K2 is low" in every.text
    assert yes_or_no(paula, "activations_left", key="K2").verdict is Verdict.NOT_ALLOWED
    assert yes_or_no(paula, "activations_left", product="office").verdict is Verdict.ALLOWED
    assert "There is no key K9" in says(paula, "activations_left", key="K9").text
    assert "was not there yet on 1 Jan 2026" in says(paula, "key_status", key="K1", on="2026-01-01").text


def test_did_that_install_burn_one() -> None:
    paula = bought().on("2026-03-01")
    paula.does(ActivateKey(key="K1", machine="build01"))
    assert says(paula, "burn_check", key="K1", machine="build01").verdict is Verdict.ALLOWED
    paula.does(ActivateKey(key="K1", machine="BUILD01", machine_new=False, hardware_changed=False))
    found = says(paula, "burn_check", machine="build01")
    assert (found.verdict, found.rules[0]) == (Verdict.NOT_ALLOWED, "mak-action-pack")
    assert "2 activations on that machine in all, costing 1" in found.text
    assert says(paula, "burn_check", key="K1", machine="build02").verdict is Verdict.IT_DEPENDS


def test_on_a_competencys_key_a_reimaged_machine_burns_one() -> None:
    paula = Workspace()
    paula.does(GOLD)
    paula.does(RecordGrant(grants=(("windows", 50),)))
    paula.does(AddKey(label="W1", product="windows", activations=50))
    paula.does(ActivateKey(key="W1", machine="build01"))
    paula.does(ActivateKey(key="W1", machine="build01", machine_new=False))
    found = says(paula, "burn_check", key="W1")
    assert (found.verdict, found.rules[0]) == (Verdict.ALLOWED, "mak-competency")


def test_tokens_entered_and_still_to_enter() -> None:
    paula = bought().on("2026-03-01")
    assert head(says(paula, "token_status")) == "**0 of 1 token is entered; 1 still to enter.**"
    assert "**Token 7 is not activated**" in says(paula, "token_status", token="7").text
    assert yes_or_no(paula, "token_status", token="7").verdict is Verdict.NOT_ALLOWED
    paula.does(AddToken(label="8", service="office-365", seats=25))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5))
    every = says(paula, "token_status")
    assert head(every) == "**1 of 2 tokens is entered; 1 still to enter.**"
    assert every.text.index("Token 8") < every.text.index("Token 7")
    found = says(paula, "token_status", token="7")
    assert head(found).startswith("**Token 7 was activated on 1 Mar 2026** on contoso")
    assert "until 31 Mar 2026 (30 days)" in found.text
    assert "**Token 7 is not activated on 28 Feb 2026**" in says(paula, "token_status", token="7", on="2026-02-28").text
    assert "There is no token 9" in says(paula, "token_status", token="9").text


# Counts


def test_credit_hours_and_incidents() -> None:
    paula = staffed()
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=100))
    paula.does(UseCredit(amount=30))
    credit = says(paula, "credit_left")
    assert credit.date == day("2026-06-30")
    assert "70 of 100 USD left of June's credit" in credit.text
    assert "100 of 100 USD" in says(paula.on("2026-07-01"), "credit_left").text
    assert yes_or_no(paula, "hours_left").verdict is Verdict.IT_DEPENDS
    paula.does(RecordGrant(grants=(("presales-hours", 50),)))
    paula.does(UseHours(hours=12))
    assert head(says(paula, "hours_left")) == "**38 presales hours left.**"
    usual = says(paula, "incidents_left")
    assert "10 incidents left, by the usual number: check Partner Center" in usual.text
    paula.does(OpenIncident(support=Support.PRODUCT, product="sql-server", version="2022"))
    assert "9 incidents left" in says(paula, "incidents_left").text
    paula.does(RecordGrant(grants=(("product-incidents", 1),)))
    none = yes_or_no(paula, "incidents_left", product="sql-server")
    assert none.verdict is Verdict.NOT_ALLOWED
    assert "check Partner Center" not in none.text
    assert "Of SQL Server, product support takes 2022 until 11 Jan 2028 and 2025" in none.text


def test_a_competency_has_cloud_incidents_too() -> None:
    paula = Workspace()
    paula.does(GOLD)
    found = says(paula, "incidents_left")
    assert "product support: 20 incidents left" in found.text
    assert "Signature Cloud Support: the number is not recorded" in found.text
    azure = says(paula, "incidents_left", product="office-365")
    assert "product support" not in azure.text
    assert "Signature Cloud Support takes Office 365" in azure.text
    assert yes_or_no(paula, "incidents_left", product="office-365").verdict is Verdict.IT_DEPENDS
    assert "Importing the list of Partner Center records the number." in azure.text
    paula.does(PACK)
    none = yes_or_no(paula, "incidents_left", product="office-365", programme="action_pack")
    assert none.verdict is Verdict.NOT_ALLOWED
    assert head(none) == "**No incident of yours takes Office 365.**"
    assert "An Action Pack has no Signature Cloud Support" not in says(paula, "incidents_left").text
    only_pack = says(paula, "incidents_left", programme="action_pack")
    assert "An Action Pack has no Signature Cloud Support" in only_pack.text
