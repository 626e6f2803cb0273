"""Keys and software, day by day: two ways of counting, and what needs no key."""

import pytest

from policy import model
from policy.acts import (
    Act,
    ActivateKey,
    ActivateToken,
    AddKey,
    AddToken,
    Ask,
    Correct,
    CountKey,
    EndOffer,
    GiveKey,
    InstallSoftware,
    MakeClaim,
    Record,
    RecordDecision,
    RecordPurchase,
    RemoveSoftware,
    ViewKey,
    ViewToken,
)
from policy.ledger import Key
from policy.model import Claim, Decided, Level, Programme
from tests.policy.companies import licensed
from tests.policy.workspace import Workspace, at, day


def with_key(program: Programme = Programme.ACTION_PACK, activations: int | None = 3) -> Workspace:
    paula = licensed(program)
    paula.does(AddKey(label="K1", product="office", activations=activations))
    return paula


def key(paula: Workspace) -> Key:
    state = paula.ledger.licences.key("key-1", paula.today)
    assert state
    return state


def costs(paula: Workspace, act: ActivateKey) -> int:
    entry = paula.does(act).entries[0]
    assert isinstance(entry, model.KeyActivated)
    return entry.consumed


@pytest.mark.parametrize("pack", [Programme.ACTION_PACK, Programme.LEARNING_ACTION_PACK])
def test_an_action_packs_key_counts_new_machines_and_changed_hardware(pack: Programme) -> None:
    paula = with_key(pack)
    assert costs(paula, ActivateKey(key="K1", machine="pc-1")) == 1
    assert costs(paula, ActivateKey(key="K1", machine="PC-1")) == 0
    assert costs(paula, ActivateKey(key="K1", machine="pc-1", hardware_changed=False)) == 0
    assert costs(paula, ActivateKey(key="K1", machine="pc-1", hardware_changed=True)) == 1
    assert costs(paula, ActivateKey(key="K1", machine="old-box", machine_new=False)) == 0
    assert costs(paula, ActivateKey(key="K1", machine="pc-2")) == 1
    assert key(paula).left == 0


def test_a_competencys_key_counts_every_activation() -> None:
    paula = with_key(Programme.COMPETENCY)
    done = paula.does(ActivateKey(key="K1", machine="pc-1"))
    assert done.rules[0] == "mak-competency"
    assert costs(paula, ActivateKey(key="K1", machine="pc-1", hardware_changed=False)) == 1
    assert key(paula).left == 1


def test_the_programme_that_issued_the_key_decides() -> None:
    paula = with_key()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD))
    paula.does(AddKey(label="K2", product="office", activations=3, program=Programme.COMPETENCY))
    for label, second in (("K1", 0), ("K2", 1)):
        assert costs(paula, ActivateKey(key=label, machine=f"pc-{label}")) == 1
        assert costs(paula, ActivateKey(key=label, machine=f"pc-{label}")) == second
    assert paula.is_asked(ActivateKey(product="office", machine="pc-9")).slot == "key"


def test_hardware_that_had_changed_is_put_right_with_a_press() -> None:
    paula = with_key()
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    again = paula.does(ActivateKey(key="K1", machine="pc-1"))
    assert "the guide does not define those" in again.text
    corrected = paula.presses(again, "The hardware had changed")
    assert isinstance(corrected, Record)
    assert key(paula).left == 1


def test_past_the_last_activation_is_refused() -> None:
    paula = with_key(activations=1)
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    used = paula.ledger.last_seq
    refusal = paula.is_refused(ActivateKey(key="K1", machine="pc-2"))
    assert (refusal.rules[0], refusal.entry) == ("mak-finite", used)
    assert costs(paula, ActivateKey(key="K1", machine="pc-1")) == 0
    paula.does(AddKey(label="K2", product="office", activations=5))
    offered = paula.is_refused(ActivateKey(key="K1", machine="pc-2"))
    assert [choice.label for choice in offered.choices] == ["Use Key K2"]
    assert isinstance(paula.presses(offered, "Use Key K2"), Record)


def test_an_activation_dated_back_may_not_break_a_later_one() -> None:
    paula = with_key(activations=1)
    paula.on("2026-06-10").does(ActivateKey(key="K1", machine="pc-1"))
    refusal = paula.is_refused(at(ActivateKey(key="K1", machine="pc-2"), "2026-06-05"))
    assert refusal.entry == paula.ledger.last_seq


def test_the_portals_count_is_the_count() -> None:
    paula = with_key(activations=3)
    paula.does(ActivateKey(key="K1", machine="pc-1"))
    done = paula.does(CountKey(key="K1", left=0))
    assert "By my count it was 2" in done.text
    paula.is_refused(ActivateKey(key="K1", machine="pc-2"))
    paula.does(CountKey(key="K1", left=1))
    paula.does(ActivateKey(key="K1", machine="pc-2"))
    more = paula.does(CountKey(key="K1", left=4))
    assert "Careful" in more.text and "3 activations in all" in more.text
    assert key(paula).left == 4


def test_a_key_without_a_known_limit_is_not_refused() -> None:
    paula = with_key(activations=None)
    for number in range(5):
        paula.does(ActivateKey(key="K1", machine=f"pc-{number}"))
    assert key(paula).left is None


def test_viewing_a_key_uses_no_activation() -> None:
    paula = with_key()
    paula.does(ViewKey(key="k1"))
    assert (key(paula).left, key(paula).viewed) == (3, day("2026-06-01"))


def test_labels_are_unique_and_made_up_where_none_is_given() -> None:
    paula = with_key()
    assert paula.is_refused(AddKey(label="k1", product="office")).rules == ("key-per-org",)
    named = paula.does(AddKey(product="office")).entries[0]
    assert isinstance(named, model.KeyIssued) and named.label == "K2"
    assert paula.is_refused(ViewKey(key="K9")).rules == ("key-per-org",)
    paula.does(AddToken(label="K1", service="office-365", seats=5))


def test_more_machines_than_granted_is_warned_of_not_refused() -> None:
    paula = licensed()
    first = paula.does(InstallSoftware(product="sql-server", machine="db-1"))
    assert "Careful" not in first.text
    second = paula.does(InstallSoftware(product="sql-server", machine="db-2"))
    assert "in use on 2 machines, with 1 granted" in second.text
    assert paula.is_refused(InstallSoftware(product="sql-server", machine="DB-2")).entry == paula.ledger.last_seq
    paula.does(RemoveSoftware(product="sql-server", machine="db-2"))
    assert paula.ledger.licences.in_use("sql-server", paula.today) == 1
    assert [use.machine for use in paula.ledger.licences.everything_in_use(paula.today)] == ["db-1"]
    paula.is_refused(RemoveSoftware(product="sql-server", machine="db-2"))


def test_a_product_that_asks_for_no_key_is_installed_without_one() -> None:
    paula = licensed()
    for act in (
        InstallSoftware(product="sql-server", machine="db-1"),
        ActivateKey(product="sql-server", machine="db-2"),
    ):
        [installed] = paula.does(act).entries
        assert isinstance(installed, model.SoftwareInstalled) and installed.key is None
    assert paula.ledger.licences.in_use("sql-server", paula.today) == 2


def test_a_product_that_needs_a_key_takes_the_only_one_and_asks_between_several() -> None:
    paula = with_key()
    [installed] = paula.does(InstallSoftware(product="office", machine="pc-1")).entries
    assert isinstance(installed, model.SoftwareInstalled) and installed.key == "key-1"
    assert key(paula).left == 3, "installing uses no activation"
    paula.does(AddKey(label="K2", product="office"))
    ask = paula.is_asked(InstallSoftware(product="office", machine="pc-2"))
    assert (ask.slot, [one.label for one in ask.choices]) == ("key", ["Key K1", "Key K2"])


def test_a_machine_that_was_scrapped_loses_all() -> None:
    paula = with_key()
    paula.does(InstallSoftware(product="sql-server", machine="box"))
    paula.does(ActivateKey(key="K1", machine="box"))
    removed = paula.does(RemoveSoftware(machine="box"))
    assert {entry.kind for entry in removed.entries} == {"software_removed"}
    assert len(removed.entries) == 2
    assert paula.ledger.licences.products_on("box", paula.today) == []
    assert key(paula).left == 2, "activations do not come back"


def test_after_the_end_nothing_is_activated_or_installed() -> None:
    paula = with_key()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.on("2027-01-05")
    assert paula.is_refused(ActivateKey(key="K1", machine="pc-1")).rules[0] == "licence-not-perpetual"
    assert paula.is_refused(ActivateToken(token="7", tenant="contoso")).rules[0] == "cloud-rights-end"
    paula.is_refused(InstallSoftware(product="sql-server", machine="db-1"))


def test_a_key_or_token_got_yesterday_is_used_on_no_earlier_day() -> None:
    paula = licensed()
    paula.does(at(AddToken(label="2", service="office-365", seats=20), "2026-05-31"))
    refusal = paula.is_refused(at(ActivateToken(token="2", tenant="contoso"), "2026-02-05"))
    assert refusal.date == day("2026-05-31") and "31 May 2026 (#" in refusal.text
    paula.does(at(AddKey(label="K1", product="office", activations=3), "2026-05-31"))
    assert paula.is_refused(at(ActivateKey(key="K1", machine="pc-1"), "2026-02-05")).date == day("2026-05-31")
    paula.does(AddKey(label="K2", product="office", activations=3))  # recorded without a day: it was there before
    assert costs(paula, at(ActivateKey(key="K2", machine="pc-2"), "2026-02-05")) == 1


def test_an_install_alone_makes_no_machine_known_to_a_key() -> None:
    paula = with_key()
    paula.does(InstallSoftware(product="office", machine="pc-1"))
    assert costs(paula, ActivateKey(key="K1", machine="pc-1")) == 1
    assert costs(paula, ActivateKey(key="K1", machine="pc-1")) == 0


def test_of_a_machine_that_nothing_is_recorded_of_an_install_again_is_asked_about() -> None:
    paula = with_key()
    asked = paula.is_asked(ActivateKey(key="K1", machine="pc-1", again=True))
    assert asked.slot == "machine_new"
    paula.presses(asked, "It used it before")
    assert key(paula).left == 3
    assert costs(paula, ActivateKey(key="K1", machine="pc-1", again=True)) == 0


@pytest.mark.parametrize("act", [ViewToken(token="4"), ViewKey(key="K1"), ActivateToken(token="4", tenant="acme")])
@pytest.mark.parametrize(("on", "rule"), [("2026-01-03", "benefits-start"), ("2026-06-21", "no-renewal")])
def test_nothing_is_viewed_or_entered_before_an_offer_or_after_its_end(act: Act, on: str, rule: str) -> None:
    paula = with_key()
    paula.does(AddToken(label="4", service="office-365", seats=50))
    paula.on("2026-06-20").does(EndOffer())
    assert rule in paula.on("2026-06-25").is_refused(at(act, on)).rules
    paula.does(at(act, "2026-06-19"))


def test_an_end_dated_back_leaves_no_view_behind_it() -> None:
    paula = with_key()
    paula.on("2026-06-20").does(ViewKey(key="K1"))
    assert paula.is_refused(at(EndOffer(), "2026-06-10")).entry == paula.ledger.last_seq


def test_a_use_dated_back_to_before_an_approved_refund_is_asked_about() -> None:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(AddKey(label="K1", product="office", activations=3))
    paula.on("2026-01-10").does(MakeClaim(claim=Claim.REFUND))
    paula.on("2026-01-15").does(RecordDecision(claim=Claim.REFUND, decision=Decided.APPROVED))
    asked = paula.on("2026-01-20").is_asked_first(at(ViewKey(key="K1"), "2026-01-08"))
    assert asked.rules[0] == "refund-untouched"
    assert "approved the refund" in asked.text


def test_what_is_left_is_told_by_the_day() -> None:
    paula = with_key(activations=25)
    paula.on("2026-06-10").does(CountKey(key="K1", left=0))
    counted = paula.ledger.last_seq
    told = paula.does(at(ActivateKey(key="K1", machine="pc-1"), "2026-06-08")).text
    assert "0 activations left: that is low, and none are added." in told
    assert f"The portal's count of 10 Jun 2026 (#{counted})" in told
    refusal = paula.is_refused(ActivateKey(key="K1", machine="pc-2"))
    assert (refusal.entry, f"The portal said so (#{counted})" in refusal.text) == (counted, True)
    then = paula.does(at(CountKey(key="K1", left=20), "2026-06-09")).text
    assert "By my count it was 24. Today it is 0, by what was recorded since." in then


def test_nothing_is_no_number_of_activations_or_seats() -> None:
    paula = licensed()
    assert paula.is_asked(AddKey(label="K1", product="office", activations=0)).slot == "activations"
    assert paula.is_asked(AddToken(label="4", service="office-365", seats=0)).slot == "seats"


def test_a_key_or_token_is_given_to_nobody() -> None:
    paula = with_key()
    paula.does(AddToken(label="4", service="office-365", seats=50))
    refusal = paula.is_refused(GiveKey(key="K1", person="ana"))
    assert refusal.rules == ("key-per-org",)
    used = paula.presses(refusal, "It was activated on a machine")
    assert isinstance(used, Ask)
    assert used.slot == "machine"
    refusal = paula.is_refused(GiveKey(token="4", person="ana"))
    assert refusal.rules == ("key-per-org", "token-not-split")
    entered = paula.presses(refusal, "It was activated")
    assert isinstance(entered, Ask)
    assert entered.slot == "tenant"
    paula.does(ActivateToken(token="4", tenant="acme"))
    assert paula.is_refused(GiveKey(token="4", person="ana")).choices == ()


def test_a_purchase_put_right_leaves_no_refund_asked_for_too_late() -> None:
    paula = Workspace("2026-01-05")
    purchase = paula.ledger.last_seq + 1
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.on("2026-02-04").does(MakeClaim(claim=Claim.REFUND))
    refusal = paula.is_refused(Correct(seq=purchase, changes=(("on", day("2026-01-04")),)))
    assert (refusal.rules[0], refusal.entry) == ("refund-window", purchase + 1)
