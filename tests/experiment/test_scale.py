"""The cost of large experiments: sums by hand, and everything measured once at a size that takes no time."""

from __future__ import annotations

import os

import numpy as np
import pytest
from rich.console import Console

from sim.errors import Text
from sim.experiment import scale as module
from sim.experiment.bench import Row
from sim.experiment.province import CORES, project, year_of
from sim.experiment.sampling import agree
from sim.experiment.scale import Scale, Stage, Whole, measure, run_parallel
from sim.experiment.scale_tables import frames, scale_tables

MODEL = Text("model", "模型")
ROWS = [
    Row(MODEL, 100_000, 1.0, 140_000_000, 1.0),
    Row(MODEL, 400_000, 4.0, 260_000_000, 1.0),
]
"""In proportion; 400 bytes a resident and 100 MB."""


def test_a_year_lies_between_the_measured_sizes() -> None:
    assert year_of(ROWS, 200_000) == pytest.approx(2.0)
    assert year_of(ROWS, 400_000) == pytest.approx(4.0)
    assert year_of(ROWS, 800_000) == pytest.approx(8.0)
    steep = [ROWS[0], Row(MODEL, 400_000, 8.0, 260_000_000, 1.0)]  # exponent 1.5
    assert year_of(steep, 1_600_000) == pytest.approx(64.0)
    bent = [*steep, Row(MODEL, 800_000, 16.0, 260_000_000, 1.0)]  # then in proportion
    assert year_of(bent, 1_600_000) == pytest.approx(32.0) and year_of(bent, 100_000) == pytest.approx(1.0)


def test_a_province_by_hand() -> None:
    # 200 units of 500,000: 5 s a year, 1.5 times that a run; 16 cores take 13 rounds at four fifths
    first, *_ = found = list(project(ROWS, 1.5, 0.8, 500_000, 100_000_000))
    assert [one.cores for one in found] == list(CORES)
    assert (first.runs, first.cpu_seconds) == (200, pytest.approx(7.5))
    assert first.worker_bytes == pytest.approx(300e6)
    assert first.hours == pytest.approx(13 * 7.5 / 0.8 / 3600)
    assert first.hours_100 == pytest.approx(1250 * 7.5 / 0.8 / 3600)
    (faster, *_) = project(ROWS, 1.5, 1.3, 500_000, 100_000_000)  # more than all of a core is chance
    assert faster.hours == pytest.approx(13 * 7.5 / 3600)


def test_a_whole_run_lies_where_sampled_runs_expect_it() -> None:
    # five runs 1 … 5: mean 3, deviation 1.5811; t of four degrees of freedom 2.7764, √(1/5 + 0.1)
    sampled = [{"primary_visit_share": float(one)} for one in range(1, 6)]
    found = {one.indicator: one for one in agree([{"primary_visit_share": 5.0}], sampled, 0.1)}
    one = found["primary_visit_share"]
    half = 2.77645 * 1.58114 * 0.3**0.5
    assert (one.sampled, one.low, one.high) == pytest.approx((3.0, 3 - half, 3 + half), rel=1e-4)
    assert one.agrees
    (far,) = (
        each
        for each in agree([{"primary_visit_share": 5.5}], sampled, 0.1)
        if each.indicator == one.indicator
    )
    assert not far.agrees


def test_what_a_run_takes_beside_its_year() -> None:
    stages = (Stage("built", 0, 9.0, 2.0), Stage("warm_up", 90, 9.0, 3.0), Stage("year", 366, 9.0, 10.0))
    whole = Whole("x", 1, stages, 1)
    assert whole.cpu_seconds() == 15.0 and whole.cpu_seconds("built", "year") == 12.0
    assert whole.beside_the_year == 1.5


class Here:
    """Runs in this process, as many at a time as it says."""

    def __init__(self, workers: int) -> None:
        self.map = map

    def start(self) -> Here:
        return self

    def stop(self, executor: Here) -> None:
        pass


def test_efficiency_by_a_clock_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    # one process: 12 s for three runs of 4 CPU seconds; two: 8 s, 5 CPU seconds each
    clock = iter([0.0, 12.0, 20.0, 28.0])
    cpu = iter([4.0, 4.0, 4.0, 5.0, 5.0, 5.0])
    monkeypatch.setattr(module, "Pool", Here)
    monkeypatch.setattr(module, "_load", lambda job: None)
    monkeypatch.setattr(module, "_timed", lambda job: (next(cpu), 100))
    monkeypatch.setattr(module.time, "perf_counter", lambda: next(clock))
    one, two = run_parallel([None] * 3, (1, 2))  # type: ignore[list-item]
    assert (one.runs, one.people, one.seconds, one.efficiency, one.efficiency_cpu) == (3, 300, 12.0, 1.0, 1.0)
    assert (two.seconds, two.cpu_seconds) == (8.0, 15.0)
    assert two.efficiency == pytest.approx(12 / 16) and two.efficiency_cpu == pytest.approx(0.8)


@pytest.fixture(scope="module")
def scale() -> Scale:
    """One unit, also in the place of the prefecture; a fiftieth of the people, ten days."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "PREFECTURE", "beidaihe-2024")
        patched.setattr(module, "UNITS", ("beidaihe-2024",))
        return measure(ROWS, 0.02, (2,), 10)


@pytest.mark.slow
def test_everything_is_measured(scale: Scale) -> None:
    assert [(one.stage, one.days) for one in scale.whole.stages] == [
        ("built", 0), ("warm_up", 90), ("year", 10), ("tables", 0),
    ]  # fmt: skip
    assert 1_000 < scale.whole.people < 10_000 and scale.whole.peak_bytes > 50e6
    (two,) = scale.parallel
    assert (two.workers, two.runs) == (2, 2)
    assert two.people >= 2 * scale.whole.people and min(two.seconds, two.cpu_seconds) > 0
    assert min(scale.check) > 0
    assert len(scale.projection) == 2 * len(CORES)


@pytest.mark.slow
def test_sampled_and_whole_runs_agree(scale: Scale) -> None:
    """Even at a handful of people most headline values do."""
    told = [one for one in scale.agreement if np.isfinite(one.whole) and one.high > one.low]
    assert len(told) > 8
    assert sum(one.agrees for one in told) >= 0.7 * len(told)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [("en", "Efficiency"), ("zh", "并行效率")])
def test_tables(scale: Scale, language: str, words: str) -> None:
    console = Console(width=160, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    for table in scale_tables(scale, language):
        console.print(table)
    assert words in console.export_text()
    found = frames(scale)
    assert list(found) == ["whole", "parallel", "projection", "agreement"]
    assert found["agreement"]["agrees"].sum() == sum(one.agrees for one in scale.agreement)
