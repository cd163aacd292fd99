"""Several people watched through one run: nobody knows before which life a policy changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.choice.choose import Parts
from sim.day.clock import Clock
from sim.day.visits import Visits
from sim.experiment.run import Progress, prepare, release, step_through
from sim.experiment.story import Story
from sim.experiment.trace import check_known
from sim.experiment.watcher import Watcher
from sim.experiment.wish import Wish, people_like
from sim.model import CountyModel
from sim.needs.cases import CaseArray
from sim.scenario import Scenario


class Company:
    """Observer of several people: each watcher sees what the model wrote down that day.

    Parameters
    ----------
    model : CountyModel
        At its first day.
    residents : sequence of int
        Stable ids.
    """

    def __init__(self, model: CountyModel, residents: Sequence[int]) -> None:
        self._model = model
        self.watchers = [Watcher(model, one) for one in residents]
        self.wants_choices = any(one.wants_choices for one in self.watchers)

    def choices(self, cases: CaseArray, parts: Parts, option: npt.NDArray[np.int8]) -> None:
        """Show every watcher what is weighed."""
        for one in self.watchers:
            one.choices(cases, parts, option)

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Show every watcher the day; each takes the logs away, so they are laid out anew for the next."""
        state = self._model.state
        logs = state.stay_log, state.end_log, state.diary
        for one in self.watchers:
            state.stay_log, state.end_log, state.diary = logs
            one.visits(clock, visits)
        self.wants_choices = any(one.wants_choices for one in self.watchers)


def trace_several(
    scenario: Scenario,
    *,
    who: Wish | Sequence[int],
    count: int = 1,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> list[Story]:
    """Run a scenario once and tell what happened to several people.

    Parameters
    ----------
    who : Wish or sequence of int
        What they are like, or their stable ids.
    count : int
        At most so many of those who are like that.
    scenario, seed, sample, draw, kernel, progress
        As for `sim.experiment.run.run_scenario`.

    Returns
    -------
    list of Story
        In order of `who` or of ids; of those who died before the first counted day there is none.

    Raises
    ------
    UserError
        When nobody is as wished, or has one of the ids.
    """
    model = prepare(scenario, seed=seed, sample=sample, draw=draw, kernel=kernel, progress=progress)
    if isinstance(who, Wish):
        who = people_like(model, who, count)
    for resident in who:
        check_known(model, resident)
    company = Company(model, who)
    step_through(model, progress, company)
    stories = [one.story for one in company.watchers if one.story is not None]
    release(model)
    return stories
