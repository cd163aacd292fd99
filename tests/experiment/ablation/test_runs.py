"""The folder of an ablation: marked, kept run by run, and gone on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.experiment.ablation.measure import Key, Outcome
from sim.experiment.ablation.runs import AblationFolder, Job, jobs_of, run_all
from sim.experiment.output import INCOMPLETE
from tests.experiment.ablation import small

ONE = Outcome({Key("a", "happened"): 1.0}, {})


def test_the_same_scenario_is_run_once_and_seed_by_seed() -> None:
    first, second = small.package(), small.package().without_lever("contract.benefit")
    jobs = jobs_of([first, second, replace(first, name="another name")], (1, 2), 0.1)
    assert [(job.scenario.hash, job.seed) for job in jobs] == [
        (first.hash, 1), (second.hash, 1), (first.hash, 2), (second.hash, 2),
    ]  # fmt: skip


def test_what_is_kept_is_not_run_again(tmp_path: Path) -> None:
    jobs = [Job(small.package(), seed, 0.1) for seed in (1, 2)]
    with AblationFolder(tmp_path / "out", small.package(), 0.1) as folder:
        assert (tmp_path / "out" / INCOMPLETE).exists()
        for job in jobs:
            folder.keep(job, ONE)
        told: list[tuple[int, int]] = []
        assert run_all(folder, jobs, 1, lambda done, total: told.append((done, total))) == {
            job.key: ONE for job in jobs
        }
        assert told == [(0, 0)]
    assert not (tmp_path / "out" / INCOMPLETE).exists()


def test_a_damaged_run_counts_as_missing(tmp_path: Path) -> None:
    job = Job(small.package(), 1, 0.1)
    with AblationFolder(tmp_path, small.package(), 0.1) as folder:
        folder.keep(job, ONE)
        file = tmp_path / "runs" / f"{job.key}.json"
        file.write_text(file.read_text(encoding="utf-8")[:20], encoding="utf-8")
        assert folder.kept(job) is None


def test_a_failure_leaves_the_mark_and_the_runs(tmp_path: Path) -> None:
    job = Job(small.package(), 1, 0.1)
    with pytest.raises(KeyboardInterrupt), AblationFolder(tmp_path, small.package(), 0.1) as folder:
        folder.keep(job, ONE)
        raise KeyboardInterrupt
    assert (tmp_path / INCOMPLETE).exists()
    with AblationFolder(tmp_path, small.package(), 0.1) as folder:
        assert folder.kept(job) == ONE


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with AblationFolder(tmp_path, small.package(), 0.1):
        pass
    other = small.package().with_dates(until=date(2024, 3, 31))
    for scenario, sample in ((other, 0.1), (small.package(), 0.2)):
        with pytest.raises(UserError, match="something else"), AblationFolder(tmp_path, scenario, sample):
            pass
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("mine", encoding="utf-8")
    with (
        pytest.raises(UserError, match="something else"),
        AblationFolder(tmp_path / "x", small.package(), 0.1),
    ):
        pass
    assert [file.name for file in (tmp_path / "x").iterdir()] == ["mine.txt"]
    with (
        pytest.raises(UserError, match="not a folder"),
        AblationFolder(tmp_path / "x" / "mine.txt", small.package(), 0.1),
    ):
        pass
