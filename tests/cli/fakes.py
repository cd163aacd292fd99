"""A run that takes no time, for tests of what stands around it.

As a program, ``python -m tests.cli.fakes BEHAVIOUR WORDS…`` is the command line with that run inside.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd

from sim.errors import Text, UserError
from sim.indicators.registry import by_id
from sim.scenario import Scenario

COLUMNS = "period,start,end,scope,scope_id,indicator,value,numerator,denominator,unit,basis,low,high"
ROWS = """\
2024-01,2024-01-01,2024-01-31,all,,visit_share,0.5,5,10.0,share,happened,0.4,0.6
2024,2024-01-01,2024-12-31,all,,visit_share,0.62,62,100.0,share,reported,0.6,0.64
2024,2024-01-01,2024-12-31,all,,visit_share,0.8,80,100.0,share,happened,0.7,0.9
2024,2024-01-01,2024-12-31,county,130324,visit_share,0.1,1,10.0,share,happened,0.0,1.0
2024,2024-01-01,2024-12-31,all,,visits,2000000.0,2000000,,count,happened,,
"""
INDICATORS = pd.read_csv(io.StringIO(f"{COLUMNS}\n{ROWS}"), dtype={"scope_id": str})

GROUPS = pd.DataFrame(columns=["scope", "group"])
LEDGER = pd.DataFrame(
    {
        "community": ["130324-1", "130324-1"], "end": ["2024-11-30", "2024-12-31"],
        "budget": [None, 360e6], "spending": [None, 372.5e6], "surplus": [None, 0.0],
        "overspend": [None, 12.5e6], "kept": [None, 0.0], "borne": [None, 6.25e6],
    }
)  # fmt: skip
FUND = pd.DataFrame(
    {
        "county": ["130324"] * 2, "year": [2024, 2025], "income": [400e6] * 2, "outpatient": [40e6] * 2,
        "inpatient": [400e6] * 2, "critical": [10e6] * 2, "settled": [-6.25e6, 0.0],
        "balance": [-43.75e6, -50e6], "stock": [10e6, -40e6], "failed": [False, True],
    }
)  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    id: str
    label: Text
    unit: str


@dataclass(frozen=True)
class FakeResult:
    indicators: pd.DataFrame
    facilities: pd.DataFrame
    groups: pd.DataFrame
    ledger: pd.DataFrame
    fund: pd.DataFrame
    manifest: dict[str, object]


def headline() -> list[Indicator]:
    return [
        Indicator("visit_share", Text("In-county visits", "县域内就诊率"), "share"),
        Indicator("visits", Text("Visits", "诊疗人次"), "count"),
        Indicator("not_computed", Text("Nothing", "无"), "share"),
    ]


def run_scenario(
    scenario: Scenario,
    *,
    seed: int,
    sample: float,
    draw: int,
    kernel: str,
    events_path: Path | None,
    progress: Callable[..., None] | None,
) -> FakeResult:
    assert progress is not None
    progress(0, 0, "population")
    for day in range(0, 366, 10):
        progress(day, 365)
    if events_path:
        events_path.write_bytes(b"visits")
    manifest: dict[str, object] = {"scenario": scenario.name, "hash": scenario.hash, "until": scenario.until}
    manifest |= {"seed": seed, "sample": sample, "draw": draw, "kernel": kernel}
    manifest |= {"people": round(380_000 * sample), "example_resident": 1303240000009}
    manifest |= {"wall_seconds": 1.25, "cpu_seconds": 1.5, "peak_memory_mb": 321.0}
    return FakeResult(
        INDICATORS, pd.DataFrame({"facility": ["a"], "visits": [3]}), GROUPS, LEDGER, FUND, manifest
    )


def interrupted(*args: object, **kwargs: object) -> FakeResult:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(10)
    raise AssertionError("the signal should have come")


def mistaken(*args: object, **kwargs: object) -> FakeResult:
    raise UserError("the roads lead nowhere", "道路不通", "roads.geojson")


def failing(*args: object, **kwargs: object) -> FakeResult:
    raise ZeroDivisionError("a fault of the program")


BEHAVIOURS: dict[str, Callable[..., FakeResult]] = {
    "done": run_scenario,
    "interrupted": interrupted,
    "failing": failing,
    "mistaken": mistaken,
}


class FakeStory:
    def __init__(self, resident: int) -> None:
        self.resident = resident

    def lines(self, language: str) -> list[str]:
        return ["患病 [咳嗽]" if language == "zh" else "ill [a cough]"]

    def as_dict(self) -> dict[str, object]:
        return {"resident": self.resident}


def trace_resident(
    scenario: Scenario, *, resident: int, seed: int, sample: float, draw: int, kernel: str, progress: object
) -> FakeStory:
    return FakeStory(resident)


def modules(behaviour: str) -> dict[str, ModuleType]:
    """Modules to stand in for the real run, the real story and the real registry."""
    run, registry = ModuleType("sim.experiment.run"), ModuleType("sim.indicators.registry")
    trace = ModuleType("sim.experiment.trace")
    trace.trace_resident = trace_resident  # type: ignore[attr-defined]
    run.run_scenario = BEHAVIOURS[behaviour]  # type: ignore[attr-defined]
    registry.headline = headline  # type: ignore[attr-defined]
    registry.by_id = by_id  # type: ignore[attr-defined]
    return {module.__name__: module for module in (run, registry, trace)}


if __name__ == "__main__":
    from sim.cli.main import main

    sys.modules.update(modules(sys.argv[1]))
    sys.argv = ["countycare", *sys.argv[2:]]
    main()
