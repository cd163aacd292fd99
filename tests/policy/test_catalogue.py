"""The catalogue of levers: every entry that ships, and what a faulty one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.declare import load_parameters
from sim.policy.catalogue import lever_folder, load_levers, read_levers
from sim.policy.lever import Lever

LEVERS = frozenset(
    [f"contract.{name}" for name in (
        "coverage", "kind", "benefit", "reserved_slots", "green_channel", "chronic_management",
        "long_prescription", "village_doctor_income", "home_care", "gp_density",
    )]
    + [f"referral.{name}" for name in (
        "stepwise", "catalogue", "out_of_county_slip", "down", "sharing", "mutual_recognition", "platform",
    )]
    + [f"pay_patient.{name}" for name in (
        "eligible", "tiers", "compliance", "deductible_chain", "outpatient_pool", "chronic_drugs",
        "level_one_exam", "same_price", "community_discount", "visit_fees", "long_term_care", "catastrophic",
        "tcm_ratio", "telehealth",
    )]
    + [f"capability.{name}" for name in (
        "county_level3", "training", "trusteeship", "tcm",
        "dispatch", "shared_centres", "upgrade", "new_techniques_primary", "joint_ward", "lead_specialty",
        "village_points", "public_health_funds", "epidemic",
        "ai_support", "outreach", "clinical_pathway", "emergency", "formulary",
    )]
    + [f"pay_provider.{name}" for name in (
        "global_budget", "risk_share", "base_plus_growth", "tcm_tilt", "pool_level", "subsidy",
        "fee_for_service", "drg_dip", "capitation_outpatient", "bundled", "per_visit_day_case", "audit",
        "external_score", "member_score", "arun_score",
    )]
    + [f"governance.{name}" for name in (
        "joint_procurement", "management_centres", "staff_pool", "integration", "pay_rule",
    )]
)  # fmt: skip

ENTRY = """\
referral.catalogue:
  label: {zh: 目录, en: Catalogue}
  acts_through: {zh: 甲, en: A}
  decision: {zh: 乙, en: B}
  expected: {zh: 丙, en: C}
  changed_by: county
  cost: {zh: 丁, en: D}
  lead_time: {zh: 戊, en: E}
  source: hunan-2024 三(二)4
  evidence: official
  reaches: [people]
  needs: []
  excludes: []
  set:
    referral.catalogue: {value: 0.1, low: 0.05, high: 0.2, evidence: assumption, source: a guess}
  claims: {primary_visit_share: up}
"""


def read(folder: Path, text: str) -> tuple[dict[str, Lever], list[tuple[int, str]]]:
    file = folder / "referral.yaml"
    file.write_text(text, encoding="utf-8")
    levers, problems = read_levers([file], load_parameters())
    return levers, [(problem.line, problem.path) for problem in problems]


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    levers, problems = read(tmp_path, ENTRY)
    assert problems == []
    lever = levers["referral.catalogue"]
    assert (lever.family, lever.label.en, lever.changed_by, lever.reaches) == (
        "referral", "Catalogue", "county", ("people",)
    )  # fmt: skip
    assert lever.claims == {"primary_visit_share": "up"}
    nothing, problems = read(tmp_path, ENTRY.replace("{primary_visit_share: up}", "{}"))
    assert problems == [] and nothing["referral.catalogue"].claims == {}
    dial = lever.dials["referral.catalogue"]
    assert (dial.value, dial.low, dial.high, dial.evidence) == (0.1, 0.05, 0.2, "assumption")
    assert lever.dial_path("catalogue") == lever.dial_path("referral.catalogue") == "referral.catalogue"
    assert lever.dial_path("nothing") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "path"),
    [
        ("changed_by: county", "changed_by: state", 6, "referral.catalogue.changed_by"),
        ("reaches: [people]", "reaches: [persons]", 11, "referral.catalogue.reaches"),
        ("needs: []", "needs: [referral.stepwize]", 12, "referral.catalogue.needs"),
        ("needs: []", "needs: [{referral.stepwize: 1}]", 12, "referral.catalogue.needs"),
        ("needs: []", "needs: [{referral.catalogue: 7}]", 12, "referral.catalogue.needs"),
        ("needs: []", "needs: [{referral.catalogue: x}]", 12, "referral.catalogue.needs.referral.catalogue"),
        ("  source: hunan-2024 三(二)4\n", "", 1, "referral.catalogue"),
        ("evidence: official", "evidence: hearsay", 10, "referral.catalogue.evidence"),
        ("value: 0.1", "value: 0.3", 15, "referral.catalogue.set.referral.catalogue"),
        ("high: 0.2", "high: 0.9", 15, "referral.catalogue.set.referral.catalogue"),
        (", source: a guess", "", 15, "referral.catalogue.set.referral.catalogue"),
        ("    referral.catalogue:", "    referral.catalog:", 15, "referral.catalogue.set.referral.catalog"),
        ("value: 0.1", "value: much", 15, "referral.catalogue.set.referral.catalogue.value"),
        ("referral.catalogue:\n", "contract.catalogue:\n", 1, "contract.catalogue"),
        ("share: up", "share: more", 16, "referral.catalogue.claims.primary_visit_share"),
        ("{primary_visit_share: up}", "up", 16, "referral.catalogue.claims"),
        ("  claims: {primary_visit_share: up}\n", "", 1, "referral.catalogue"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, path: str) -> None:
    _, problems = read(tmp_path, ENTRY.replace(old, new, 1))
    assert problems == [(line, path)]


def test_a_need_may_carry_a_least_value(tmp_path: Path) -> None:
    second = ENTRY.replace("referral.catalogue:\n  label", "referral.more:\n  label")
    text = ENTRY + second.replace("needs: []", "needs: [{referral.catalogue: 0.08}]")
    levers, problems = read(tmp_path, text)
    assert problems == []
    assert levers["referral.more"].needs == ("referral.catalogue",)
    assert levers["referral.more"].least == {"referral.catalogue": 0.08}
    assert load_levers()["contract.benefit"].least == {"contract.kind": 2}
    several = text.replace(
        "a guess}\n",
        "a guess}\n    referral.sharing: {value: 0.1, low: 0, high: 0.2, evidence: assumption, source: x}\n",
    )
    _, problems = read(tmp_path, several)
    assert [place for _, place in problems] == ["referral.more.needs"]


def test_entries_that_ship() -> None:
    """A dial that does not differ from the declared value would be a lever that does nothing."""
    parameters = load_parameters()
    for lever in load_levers().values():
        assert lever.label.zh != lever.label.en
        for path, dial in lever.dials.items():
            assert parameters[path].fault(dial.value) is None
            assert dial.value != parameters[path].value, f"{lever.id}: {path} is the same on and off"
            if dial.evidence == "assumption" and not parameters[path].is_integer:
                assert dial.low < dial.high, f"{lever.id}: {path} is assumed and needs a range"
        for other in (*lever.needs, *lever.excludes):
            assert other in load_levers() and other != lever.id


def test_prerequisites_do_not_run_in_a_circle() -> None:
    levers = load_levers()

    def above(one: str, seen: tuple[str, ...]) -> None:
        assert one not in seen, " needs ".join((*seen, one))
        for need in levers[one].needs:
            above(need, (*seen, one))

    for one in levers:
        above(one, ())


def test_every_lever_that_should_ships() -> None:
    assert set(load_levers()) == LEVERS


def test_one_file_a_family() -> None:
    families = {one.family for one in load_levers().values()}
    assert {file.stem for file in lever_folder().glob("*.yaml")} == families


def test_a_number_of_a_lever_is_neutral_or_tells_of_today():
    """Off, it either claims nothing of the world, and no draw touches it, or is a number of today."""
    declared = load_parameters()
    today = (
        "contract.coverage.", "contract.doctor.", "contract.gp_density", "insurance.",
        "capability.emergency.radius_km", "capability.emergency.turnout",
        "capability.formulary.delivery_days", "capability.formulary.unlisted",
    )  # fmt: skip
    for lever in load_levers().values():
        for path in lever.dials:
            assert (declared[path].evidence == "neutral") != path.startswith(today), path
