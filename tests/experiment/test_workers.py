"""The same results on any number of worker processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import blake2b
from multiprocessing import get_context

from sim.experiment.run import run_scenario
from sim.scenario import load_scenario

SEEDS = (1, 2, 3)


def fingerprint(seed: int) -> str:
    """Hash of the tables that a short run would write."""
    scenario = load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 15))
    result = run_scenario(scenario, seed=seed, sample=0.01)
    text = result.indicators.to_csv(index=False) + result.facilities.to_csv(index=False)
    return blake2b(text.encode()).hexdigest()


def test_one_process_or_two() -> None:
    alone = [fingerprint(seed) for seed in SEEDS]
    assert len(set(alone)) == len(SEEDS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(fingerprint, SEEDS)) == alone
