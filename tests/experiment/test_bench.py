from __future__ import annotations

import math
import os
import statistics
from itertools import count

import numpy as np
import psutil
import pytest
from rich.console import Console

from sim.errors import Text
from sim.experiment import bench as module
from sim.experiment.bench import (
    REFERENCE,
    Contender,
    Row,
    bench,
    cost,
    cpu_time,
    growth,
    growth_exponent,
    peak_memory,
)
from sim.experiment.bench_tables import cost_table, growth_table

A, B = Text("A", "甲"), Text("B", "乙")


def hold(megabytes: int) -> int:
    """Touch so much memory and let it go."""
    return int(np.ones(megabytes * 1_000_000, dtype=np.uint8).sum())


def count_to(residents: int) -> int:
    return sum(range(residents * 100))


def fail(residents: int) -> None:
    raise ArithmeticError(f"no county of {residents}")


def text_of(table) -> str:
    console = Console(width=140, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(table)
    return console.export_text()


def test_cpu_time_by_a_clock_of_our_own(monkeypatch):
    ticks = iter([0.0, 5.0, 10.0, 12.0, 20.0, 23.0] * 2)
    monkeypatch.setattr(module.time, "process_time", lambda: next(ticks))
    calls = count()
    assert cpu_time(lambda: next(calls), repeats=3) == 2.0
    assert next(calls) == 3
    assert cpu_time(lambda: None, repeats=3, summary=statistics.median) == 3.0


def test_sleep_costs_no_cpu_time():
    import time

    assert cpu_time(lambda: time.sleep(0.2)) < 0.1


def test_growth_exponent_by_hand():
    assert growth_exponent([10, 100, 1000], [1.0, 10.0, 100.0]) == pytest.approx(1.0)
    assert growth_exponent([1, 4], [3.0, 24.0]) == pytest.approx(1.5)


def test_growth_of_each_contender():
    rows = [
        Row(A, 1_000, 1.0, 100_400_000, 1.0),
        Row(B, 1_000, 1.0, 1, 1.0),
        Row(A, 4_000, 4.0, 101_600_000, 1.0),
    ]
    (only,) = growth(rows)
    assert (only.contender, only.smallest, only.largest) == (A, 1_000, 4_000)
    assert only.exponent == pytest.approx(1.0)
    assert only.bytes_a_resident == pytest.approx(400)
    assert only.fixed_bytes == pytest.approx(100e6)


def test_memory_is_that_of_a_fresh_process():
    ballast = np.ones(400_000_000, dtype=np.uint8)  # what this process holds must not count
    assert peak_memory() > ballast.size
    small, large = cost(hold, 1)[1], cost(hold, 200)[1]
    assert 10e6 < small < 300e6
    assert 180e6 < large - small < 220e6
    assert psutil.Process().memory_info().rss > ballast.size


def test_peak_is_at_least_what_is_held_now():
    assert peak_memory() >= 0.9 * psutil.Process().memory_info().rss


def test_bench_compares_with_the_first_and_leaves_out_what_is_too_large():
    contenders = [Contender(A, count_to), Contender(B, count_to, largest=1_500)]
    rows = list(bench(contenders, sizes=[1_000, 10_000], repeats=2))
    assert [(row.contender, row.residents) for row in rows] == [(A, 1_000), (B, 1_000), (A, 10_000)]
    assert rows[0].ratio == rows[2].ratio == 1.0
    assert rows[1].ratio == rows[1].cpu_seconds / rows[0].cpu_seconds
    assert rows[0].seconds_at_par == pytest.approx(rows[0].cpu_seconds * 500)


def test_a_failing_contender_says_why():
    with pytest.raises(ArithmeticError, match="no county of 7"):
        list(bench([Contender(A, fail)], sizes=[7]))


def test_the_yardstick_runs_in_a_fresh_process():
    (row,) = bench([REFERENCE], sizes=[2_000])
    assert row.cpu_seconds > 0
    assert 20e6 < row.peak_bytes < 400e6


@pytest.mark.parametrize(("language", "name"), [("en", "Contender"), ("zh", "程序")])
def test_tables(language, name):
    rows = [Row(A, 500_000, 1.0, 65_000_000, 1.0), Row(B, 500_000, 2.5, 165_000_000, math.nan)]
    text = text_of(cost_table(rows, language))
    assert name in text
    assert "500,000" in text
    assert "1×" in text
    assert "nan" not in text
    rows += [Row(Text("C", "丙"), 500_000, 25.0, 165_000_000, 25.0)]
    assert "10×" in text_of(cost_table(rows, language))  # against the model, which comes after the yardstick
    rows += [Row(A, 2_000_000, 4.0, 125_000_000, 1.0)]
    text = text_of(growth_table(growth(rows), language))
    assert "1.000" in text
    assert "40" in text  # bytes a resident
