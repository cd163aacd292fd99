"""A small scenario to ablate: half the levers do nothing, one needs another."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome, execute
from sim.experiment.batch.version import code_version
from sim.scenario import Scenario, load_scenario
from tests.small import soon, write_soon

SAMPLE = 0.03
YAML = """\
base: beidaihe-2024
until: 2024-02-29
levers:
  contract.kind: {start: 2024-01-01}
  contract.benefit: {start: 2024-01-01}
  referral.sharing: {start: 2024-01-01, set: {referral.sharing: 0.0}}
"""


def write(folder: Path) -> Path:
    """Write the scenario as a user would."""
    file = folder / "small.yaml"
    file.write_text(YAML + write_soon(folder), encoding="utf-8")
    return file


@lru_cache(maxsize=1)
def package() -> Scenario:
    """The same without a file."""
    start = date(2024, 1, 1)
    plan = soon(load_scenario("beidaihe-2024").with_dates(until=date(2024, 2, 29)))
    for use in {one.lever for one in plan.levers}:
        plan = plan.without_lever(use)
    plan = plan.with_lever("contract.kind", start=start).with_lever("contract.benefit", start=start)
    return plan.with_lever("referral.sharing", start=start, settings={"referral.sharing": 0.0})


_KNOWN: dict[tuple[str, int], Outcome] = {}


def outcome(scenario: Scenario, seed: int) -> Outcome:
    """Run once, and remember."""
    key = (scenario.hash, seed)
    if key not in _KNOWN:
        _KNOWN[key] = execute(Job(scenario, seed, SAMPLE), code_version())
    return _KNOWN[key]
