"""Designs: which points they have, which scenarios these are, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.batch.design import Design, Part, at, identity
from sim.experiment.batch.read_design import load_design
from sim.problems import ScenarioErrors
from sim.scenario import load_scenario

LEVER, NUMBER, SWITCH = "contract.coverage", "choice.travel_minute.common", "referral.stepwise"


def design(*parts: Part, replicates: int = 1, drawn: bool = False) -> Design:
    return Design(load_scenario("lulong-2024"), 0.1, replicates, drawn, parts)


def test_points_of_each_kind() -> None:
    two = {LEVER: ("off", "on"), NUMBER: (-0.05, -0.02)}
    assert design(Part("factorial", two)).points() == [
        {LEVER: "off", NUMBER: -0.05}, {LEVER: "off", NUMBER: -0.02},
        {LEVER: "on", NUMBER: -0.05}, {LEVER: "on", NUMBER: -0.02},
    ]  # fmt: skip
    assert design(Part("list", two)).points() == [
        {LEVER: "off", NUMBER: -0.05}, {LEVER: "on", NUMBER: -0.02},
    ]  # fmt: skip
    assert design(Part("one_at_a_time", {LEVER: ("on",), NUMBER: (-0.05,)})).points() == [
        {}, {LEVER: "on"}, {NUMBER: -0.05},
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_points_that_fill_a_space(kind: str) -> None:
    part = Part(kind, {NUMBER: (-0.06, -0.02), SWITCH: (0.0, 1.0), LEVER: ("off", "on")}, 8)
    points = design(part).points()
    numbers = sorted(float(point[NUMBER]) for point in points)
    assert len(points) == 8 and numbers[0] >= -0.06 and numbers[-1] <= -0.02
    # each eighth of the range has its point
    assert [int((one + 0.06) / 0.005) for one in numbers] == list(range(8))
    assert {point[SWITCH] for point in points} == {0.0, 1.0}
    assert {point[LEVER] for point in points} == {"off", "on"}
    assert points == design(part).points()


def test_parts_are_joined_not_crossed() -> None:
    parts = Part("factorial", {LEVER: ("off", "on")}), Part("list", {LEVER: ("on",), NUMBER: (-0.05,)})
    assert design(*parts).points() == [{LEVER: "off"}, {LEVER: "on"}, {LEVER: "on", NUMBER: -0.05}]
    assert len(design(parts[0], parts[0]).points()) == 2


def test_a_point_is_a_scenario() -> None:
    base = load_scenario("lulong-2024")
    assert at(base, {}).hash == base.hash
    on = at(base, {LEVER: "on", NUMBER: -0.05})
    assert LEVER in {use.lever for use in on.levers}
    assert on.values(base.start)[NUMBER] == -0.05
    off = at(base, {"referral.catalogue": "off"})
    assert "referral.catalogue" not in {use.lever for use in off.levers}
    # a number that a lever of the scenario sets is set there
    dial = at(base, {"referral.down_listed": 0.3})
    assert dial.values(base.until)["referral.down_listed"] == 0.3
    assert dial.values(base.begin)["referral.down_listed"] == base.values(base.begin)["referral.down_listed"]


def test_replicates_share_histories_and_take_draws() -> None:
    central, drawn = (
        design(Part("list", {LEVER: ("on",)}), replicates=3, drawn=one) for one in (False, True)
    )
    assert [(job.seed, job.draw) for job in central.plan()[0].jobs] == [(1, 0), (2, 0), (3, 0)]
    assert [(job.seed, job.draw) for job in drawn.plan()[0].jobs] == [(1, 0), (2, 1), (3, 2)]
    keys = {job.key for job in (*central.plan()[0].jobs, *drawn.plan()[0].jobs)}
    assert len(keys) == 5  # the first history with the central values is the same run


def test_a_point_that_is_no_scenario_is_kept_with_its_reason() -> None:
    plan = design(Part("list", {"contract.benefit": ("on",)}), Part("list", {NUMBER: (-9.0,)})).plan()
    assert all(not one.jobs and one.fault is not None for one in plan)
    assert "contract.kind" in plan[0].fault.en and "outside" in plan[1].fault.en  # type: ignore[union-attr]


GOOD = """\
base: lulong-2024
sample: 0.1
replicates: 3
parameters: drawn
design:
  - kind: factorial
    levers: {contract.coverage: [off, on], choice.travel_minute.common: [-0.05, -0.02]}
  - {kind: sobol, points: 4, levers: {care.admit_here: [0.8, 1.0]}}
"""


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "design.yaml"
    file.write_text(GOOD, encoding="utf-8")
    read = load_design(file)
    assert (read.sample, read.replicates, read.drawn, len(read.points())) == (0.1, 3, True, 8)
    assert identity(read) == identity(load_design(file))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("design: {kind: list, levers: {contract.coverage: [on]}}", 0, "base: is missing"),
        ("base: lulong-2024", 0, "design: is missing"),
        ("base: lulong-2025\ndesign: {kind: list, levers: {contract.coverage: [on]}}", 1, "lulong-2024"),
        ("base: lulong-2024\nsampel: 1", 2, "sample"),
        ("base: lulong-2024\nsample: 2", 2, "out of range"),
        ("base: lulong-2024\nreplicates: 1.5", 2, "whole number"),
        ("base: lulong-2024\nparameters: best", 2, "central or drawn"),
        ("base: lulong-2024\ndesign: {kind: factory, levers: {contract.coverage: [on]}}", 2, "factorial"),
        ("base: lulong-2024\ndesign:\n  kind: list\n  levers: {contract.cover: [on]}", 4, "coverage"),
        ("base: lulong-2024\ndesign: {kind: list, levers: {contract.coverage: [1]}}", 2, "on nor off"),
        ("base: lulong-2024\ndesign: {kind: list, levers: {care.admit_here: [much]}}", 2, "plain number"),
        ("base: lulong-2024\ndesign: {kind: sobol, levers: {care.admit_here: [0.8, 1]}}", 2, "points"),
        ("base: lulong-2024\ndesign: {kind: sobol, points: 4, levers: {care.admit_here: 1}}", 2, "one end"),
        ("base: lulong-2024\ndesign: {kind: list, points: 4, levers: {care.admit_here: 1}}", 2, "no use"),
        (
            "base: lulong-2024\n"
            "design: {kind: list, levers: {care.admit_here: [0.8, 1], contract.coverage: on}}",
            2, "different length",
        ),
        ("base: lulong-2024\ndesign: {kind: list}", 2, "lacks"),
    ],
)  # fmt: skip
def test_faults_have_their_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    file = tmp_path / "design.yaml"
    file.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load_design(file)
    wrong = [one for one in caught.value.problems if said in one.text.en]
    assert [one.line for one in wrong] == [line]
    assert all(one.text.zh for one in wrong)
