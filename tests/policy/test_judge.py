"""What facts tell of the matter that is meant."""

from datetime import date

import pytest

from policy.decision import Verdict
from policy.facts import Facts, Programme, Regime
from policy.judge import judge, told_alone, verdict
from policy.rulebook import Rulebook

TODAY = date(2026, 6, 15)
YES, NO, DEPENDS = Verdict.ALLOWED, Verdict.NOT_ALLOWED, Verdict.IT_DEPENDS
EDITION = Rulebook.load().as_of(TODAY)


@pytest.mark.parametrize(
    ("facts", "matter"),
    [
        (Facts(who_assigns=True), "who-assigns"),
        (Facts(two_back=True), "older-covered"),
        (Facts(too_late_asked=True, days_since_purchase=31), "any-window"),
        (Facts(too_late_asked=True, days_since_purchase=90), None),
        (Facts(private_ends=True, regime=Regime.LICENCE), "private-use"),
        (Facts(private_ends=True), None),
        (Facts(), None),
    ],
)
def test_some_facts_tell_the_matter_alone(facts: Facts, matter: str | None) -> None:
    assert told_alone(EDITION, facts) == matter


@pytest.mark.parametrize(
    ("taken_for", "facts", "meant", "said"),
    [
        ("demo", Facts(others_demo=True), "demo-by-others", Verdict.NOT_ALLOWED),
        ("demo", Facts(freelance_demo=True), "demo-by-contractors", Verdict.IT_DEPENDS),
        ("burn-reimage", Facts(given_back=True), "activation-back", Verdict.NOT_ALLOWED),
        ("split-token", Facts(several_tokens=True), "several-tokens", Verdict.ALLOWED),
        ("key-runs-out", Facts(after_end=True), "keep-software", Verdict.NOT_ALLOWED),
        ("keep-software", Facts(moved_offer=True), "after-upgrade", Verdict.IT_DEPENDS),
        ("keep-software", Facts(moved_offer=True, product_kind="cloud"), "after-upgrade", Verdict.NOT_ALLOWED),
        ("commercial-instead", Facts(beside_commercial=True), "beside-commercial", Verdict.ALLOWED_IF),
        ("commercial-instead", Facts(beside_commercial=True, member=False), "beside-commercial", Verdict.NOT_ALLOWED),
        ("internal-use", Facts(private_ends=True), "private-use", Verdict.NOT_ALLOWED),
        ("vs-move", Facts(until_then=True, days_since_assignment=89), "vs-move-early", Verdict.NOT_ALLOWED),
        ("vs-move", Facts(days_since_assignment=90), "vs-move", Verdict.ALLOWED),
        ("host-customer", Facts(own_staff=True), "internal-use", Verdict.ALLOWED),
        ("host-customer", Facts(), "host-customer", Verdict.NOT_ALLOWED),
        ("mix-keys", Facts(same_key=True, must_asked=True), "same-key", Verdict.NOT_ALLOWED),
        ("burn-reimage", Facts(difference_asked=True, programme=Programme.COMPETENCY), "hardware-matters", NO),
        ("burn-reimage", Facts(difference_asked=True, programme=Programme.ACTION_PACK), "hardware-matters", YES),
        ("version-covered", Facts(opens_ticket=True, version_covered=False), "product-incident", NO),
        ("internal-use", Facts(leaves_unactivated=True, regime=Regime.LICENCE), "activation-needed", DEPENDS),
        ("audit-refuse", Facts(must_asked=True), "audit-show", YES),
        ("tokens-carry-over", Facts(enters_new=True), "tokens-each-year", YES),
        ("train-staff", Facts(more_needed=True), "train-staff", NO),
        ("share-location", Facts(more_needed=True), "share-location", NO),
        ("share-location", Facts(more_needed=True, on_profile=False), "share-location", YES),
        ("not-renewing", Facts(renewal_forced=True), "not-renewing", NO),
        ("vs-contractor", Facts(hands_over=True), "resell", NO),
        ("cloud-incident", Facts(no_competency=True), "cloud-incident", NO),
    ],
)
def test_the_facts_of_the_case_tell_what_is_meant(taken_for: str, facts: Facts, meant: str, said: Verdict) -> None:
    decision = judge(EDITION, taken_for, facts, TODAY)
    assert (decision.matter, decision.verdict) == (meant, said)
    assert verdict(EDITION, taken_for, facts) is said


@pytest.mark.parametrize("matter", ["client-solution", "customise-package", "vs-consulting"])
def test_unpaid_work_for_a_customer_is_open_with_visual_studio_alone(matter: str) -> None:
    with_studio = Facts(for_free=True, regime=Regime.VISUAL_STUDIO)
    assert verdict(EDITION, matter, with_studio) is Verdict.IT_DEPENDS
    assert verdict(EDITION, matter, Facts(for_free=True, regime=Regime.LICENCE)) is Verdict.NOT_ALLOWED
    assert verdict(EDITION, matter, Facts(for_free=True)) is Verdict.NOT_ALLOWED
    assert verdict(EDITION, matter, Facts(regime=Regime.VISUAL_STUDIO)) is Verdict.NOT_ALLOWED
