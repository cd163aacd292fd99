"""A search carried out: its runs done or found in a folder, its table written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.experiment.batch.engine import engine_for
from sim.experiment.batch.folder import BatchFolder
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome
from sim.experiment.batch.runner import DoRuns, doing, outcomes
from sim.experiment.search.answer import Checked, check, table_of
from sim.experiment.search.question import Question, identity
from sim.experiment.search.read_question import load_question
from sim.experiment.search.search import Searched
from sim.experiment.search.search import search as search_packages
from sim.experiment.search.townships import First, first_townships

TABLE = "packages.csv"


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes
    ----------
    searched : Searched
        All that was tried.
    checked : list of Checked
        The best packages, by real runs.
    ceiling : float
        The most the in-county visit rate can be, because some of the insured live away.
    first : list of First
        Which township the best package should begin in.
    table : pd.DataFrame
        All packages.
    """

    searched: Searched
    checked: list[Checked]
    ceiling: float
    first: list[First]
    table: pd.DataFrame


def search(
    goals: Question | str | Path, *, out: str | Path, workers: int = 1, scheduler: str | None = None
) -> pd.DataFrame:
    """Find the affordable package of levers that reaches goals.

    Parameters
    ----------
    goals : Question, str or Path
        Goals and levers that may be moved, or their file.
    out : str or Path
    workers : int
    scheduler : str, optional
        All as for `sim.compare`.

    Returns
    -------
    pd.DataFrame
        Every package that was tried: see `sim.experiment.search.answer.table_of`.

    Raises
    ------
    UserError
        When the file is wrong (see `sim.experiment.search.read_question.load_question`), or the folder holds
        something else.
    """
    question = goals if isinstance(goals, Question) else load_question(Path(goals))
    return carry_out(question, Path(out), doing(engine_for(workers, scheduler))).table


def carry_out(
    question: Question, out: Path, do_runs: DoRuns, checking: Callable[[], None] = lambda: None
) -> Found:
    """Do what is missing of a search, and write what it found; `checking` is called before the last runs."""
    with BatchFolder(out, identity(question)) as folder:

        def run_all(jobs: Sequence[Job]) -> list[Outcome]:
            do_runs(folder, jobs)
            return outcomes(folder.store, jobs)

        searched = search_packages(question, run_all)
        checking()
        checked, ceiling = check(question, searched, run_all)
        first = first_townships(question, checked[0].tried, run_all) if checked else []
        table = table_of(question, searched, checked)
        folder.write(TABLE, table.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
        folder.finish({"packages": len(searched.tried)})
    return Found(searched, checked, ceiling, first, table)
