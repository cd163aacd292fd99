"""Targets: what the shipped file holds, and what is wrong with a faulty one."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from sim.calibration.folder import calibration_folder
from sim.calibration.targets import read_targets
from sim.declare import parameter_folder
from sim.problems import ScenarioErrors

SHIPPED = read_targets()


def test_errors_are_a_covariance_and_values_are_finite():
    assert np.isfinite(SHIPPED.values()).all()
    assert np.linalg.eigvalsh(SHIPPED.covariance()).min() > 0.0


def test_published_rates_are_fitted_and_counts_held_out():
    roles = {one.id: one.role for one in SHIPPED.targets}
    assert all(roles[f"TG{number:03d}"] == "fit" for number in range(1, 13))
    counts = {one.id for one in SHIPPED.targets if one.indicator.endswith(("referrals", "patients"))}
    assert {id_ for id_ in counts if roles[id_] != "held_out"} == {"TG020"} and len(counts) == 8


def test_visits_and_admissions_are_one_observation_with_correlated_errors():
    place = {one.id: k for k, one in enumerate(SHIPPED.targets)}
    matrix = SHIPPED.covariance()
    sd = np.sqrt(np.diag(matrix))
    correlation = matrix / np.outer(sd, sd)
    assert correlation[place["TG002"], place["TG004"]] == pytest.approx(0.85)
    assert correlation[place["TG001"], place["IN115"]] == 0.0


def test_the_figures_of_the_city_are_those_of_the_data():
    with (parameter_folder().parent / "data" / "published.csv").open(encoding="utf-8", newline="") as file:
        published = {row["id"]: row for row in csv.DictReader(file)}
    for one in SHIPPED.targets:
        if one.role != "reference" and one.id in published and one.id <= "TG014":
            assert one.value == float(published[one.id]["value"]), one.id
            assert one.period == published[one.id]["period"]


def test_no_figure_that_the_scenario_takes_as_input_is_a_target():
    """Reports of ECG and images, and person-times of dispatched staff, are numbers of its levers."""
    assert not {"TG015", "TG017", "TG021", "TG022"} & {one.id for one in SHIPPED.targets}


def test_standard_deviations_are_carried_to_the_scale_of_errors():
    one = next(one for one in SHIPPED.targets if one.id == "TG004")
    step = one.to_scale(np.array(one.value + 1e-4)) - one.to_scale(np.array(one.value))
    assert one.sd_on_scale == pytest.approx(float(step) / 1e-4 * one.sd, rel=1e-3)
    assert one.from_scale(one.to_scale(np.array(0.3))) == pytest.approx(0.3)


HEAD = "scenario: lulong-2024\nuntil: 2024-09-30\ntargets:\n"
GOOD = (
    "{id: A, indicator: in_county_fund_rate, period: 2024Q1, value: 0.4, sd: 0.01, scale: logit, role: fit, "
    "source: x, why: y}"
)


@pytest.mark.parametrize(
    ("entry", "line", "word"),
    [
        (GOOD.replace("fund_rate", "fund_rat"), 5, "in_county_fund_rate"),
        (GOOD.replace("value: 0.4", "value: 41"), 5, "0–1"),
        (GOOD.replace("sd: 0.01", "sd: 0"), 5, "> 0"),
        (GOOD.replace("role: fit", "role: fitted"), 5, "held_out"),
        (GOOD.replace("source: x, ", ""), 5, "source"),
        (GOOD.replace("2024Q1", "2023Q4"), 5, "2024Q1"),
        (GOOD.replace("A", "B").replace("value", "valeu"), 5, "value"),
    ],
)
def test_a_faulty_target_is_told_with_its_line(tmp_path, entry, line, word):
    file = tmp_path / "targets.yaml"
    file.write_text(f"{HEAD}  - {GOOD}\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(ScenarioErrors) as raised:
        read_targets(file)
    assert f"targets.yaml:{line}" in raised.value.text.en and word in raised.value.text.en
    assert word in raised.value.text.zh


def test_correlations_that_contradict_each_other_are_refused(tmp_path):
    file = tmp_path / "targets.yaml"
    others = "".join(f"  - {GOOD.replace('id: A', f'id: {name}')}\n" for name in "BC")
    pairs = "  - {of: [A, B], value: 0.9}\n  - {of: [B, C], value: 0.9}\n  - {of: [A, C], value: -0.9}\n"
    file.write_text(f"{HEAD}  - {GOOD}\n{others}correlations:\n{pairs}", encoding="utf-8")
    with pytest.raises(ScenarioErrors, match="contradict"):
        read_targets(file)


def test_the_readme_lists_every_target_with_its_value_and_role():
    text = (calibration_folder() / "README.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in text.partition("## What was found")[0].splitlines()
        if line.startswith(("| TG", "| IN"))
    ]
    listed = {row[0]: row for row in rows if len(row) == 7}
    assert set(listed) == {one.id for one in SHIPPED.targets}
    for one in SHIPPED.targets:
        given = listed[one.id][4]
        value = float(given.removesuffix(" %").replace(",", "")) / (100.0 if given.endswith("%") else 1.0)
        assert value == pytest.approx(one.value, rel=0.003), one.id
        assert listed[one.id][6] == one.role
