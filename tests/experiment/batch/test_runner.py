"""Batches survive what kills workers and parents: nothing lost, nothing twice, on processes and on Dask."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from sim.errors import UserError
from sim.experiment.batch import runner
from sim.experiment.batch.engine import Dask, Pool
from sim.experiment.batch.outcome import Outcome
from sim.experiment.batch.store import Store
from tests.experiment.batch import fakes

MANY = 40


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "begun"
    folder.mkdir()
    monkeypatch.setenv(fakes.FOLDER, str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as one:
        yield one


def rows(store: Store, table: str) -> list[tuple[Any, ...]]:
    return list(store._base.execute(f"SELECT * FROM {table}"))


def values(store: Store, count: int) -> list[float]:
    outcomes = runner.outcomes(store, fakes.jobs(count))
    return [one.values[fakes.VALUE] for one in outcomes]


def test_nothing_runs_twice(store: Store, begun: Path) -> None:
    told: list[tuple[int, int]] = []
    twice = fakes.jobs(3) + fakes.jobs(3)
    runner.run_missing(store, twice, Pool(1), lambda *at: told.append(at), fakes.quick)
    assert told[0] == (0, 3) and told[-1] == (3, 3)
    runner.run_missing(store, fakes.jobs(5), Pool(2), work=fakes.quick)
    assert values(store, 5) == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert len(list(begun.iterdir())) == 5


def test_a_fault_is_a_row_and_a_dead_worker_stops_nobody(store: Store, begun: Path) -> None:
    runner.run_missing(store, fakes.jobs(8), Pool(2), work=fakes.with_faults)
    assert store.counts() == {"done": 6, "failed": 2}
    keys = {job.seed: job.key for job in fakes.jobs(8)}
    assert "no such thing" in store.error(keys[2])
    assert "died 2 times" in store.error(keys[3])
    assert len(list(begun.glob("5-*"))) >= 2
    assert len(rows(store, "runs")) == 8
    # a later call tries again what failed
    runner.run_missing(store, fakes.jobs(8), Pool(2), work=fakes.quick)
    assert store.counts() == {"done": 8, "failed": 0}


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    batch = start(tmp_path, MANY)
    wait_for(tmp_path, 4)
    children(batch)[-1].kill()
    assert batch.wait(60) == 0
    check_whole(tmp_path, MANY)


def test_a_killed_parent_leaves_no_orphan_and_is_gone_on_with(tmp_path: Path, begun: Path) -> None:
    batch = start(tmp_path, MANY)
    wait_for(tmp_path, 6)
    workers = children(batch)
    batch.send_signal(signal.SIGKILL)
    batch.wait(10)
    gone, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive and len(gone) >= 2
    with Store(tmp_path) as store:
        before = store.done()
    assert 0 < len(before) < MANY
    seeds = {job.seed for job in fakes.jobs(MANY) if job.key in before}
    for file in begun.iterdir():
        file.unlink()
    assert start(tmp_path, MANY).wait(60) == 0
    check_whole(tmp_path, MANY)
    again = {int(file.name.split("-")[0]) for file in begun.iterdir()}
    assert not again & seeds  # what was kept is not done again


def test_another_version_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(*_: object) -> Outcome:
        from sim.experiment.batch.outcome import OtherVersion

        raise OtherVersion("this worker has version x")

    class Here:
        workers = 1

        def start(self) -> Any:
            from concurrent.futures import ThreadPoolExecutor

            return ThreadPoolExecutor(1)

        def stop(self, executor: Any) -> None:
            executor.shutdown()

    with pytest.raises(UserError, match="another version"):
        runner.run_missing(store, fakes.jobs(1), Here(), work=other)
    assert store.counts() == {"done": 0, "failed": 0}


@pytest.mark.slow
def test_dask_outlives_its_workers_and_the_parent(tmp_path: Path, begun: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    python = [sys.executable, "-m"]
    address = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    command = ["distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen([*python, *command, "--scheduler-file", str(address)], **quiet)  # type: ignore[call-overload]
    nanny = ["distributed.cli.dask_worker", "--scheduler-file", str(address), "--nthreads", "1"]
    workers = [
        subprocess.Popen([*python, *nanny, "--no-nanny", "--no-dashboard"], **quiet)  # type: ignore[call-overload]
        for _ in range(3)
    ]
    try:
        until(address.exists, 30)
        import json

        at = json.loads(address.read_text())["address"]
        batch = start(tmp_path, MANY, at)
        wait_for(tmp_path, 4)
        workers[0].kill()  # a worker dies: another takes its work
        wait_for(tmp_path, 12)
        batch.send_signal(signal.SIGKILL)  # the parent dies: what it kept stays
        batch.wait(10)
        assert start(tmp_path, MANY, at).wait(60) == 0
        check_whole(tmp_path, MANY)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="no Dask scheduler"):
        Dask("tcp://127.0.0.1:1")


def start(folder: Path, count: int, scheduler: str = "") -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    module = "tests.experiment.batch.parent"
    return subprocess.Popen(
        [sys.executable, "-m", module, str(folder), str(count), scheduler], env=environment
    )


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    found = psutil.Process(process.pid).children(recursive=True)
    return [one for one in found if "resource_tracker" not in " ".join(one.cmdline())]


def wait_for(folder: Path, count: int) -> None:
    def enough() -> bool:
        with Store(folder) as store:
            return len(store.done()) >= count

    until(enough, 60)


def until(true: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.02)


def check_whole(folder: Path, count: int) -> None:
    with Store(folder) as store:
        assert values(store, count) == [float(seed) for seed in range(1, count + 1)]
        assert len(rows(store, "runs")) == count and len(rows(store, "outcomes")) == count
