"""One person's year as a story: a run with somebody watched."""

from __future__ import annotations

from sim.errors import Text, UserError
from sim.experiment.pick import pick
from sim.experiment.portrait import id_spans
from sim.experiment.run import Progress, prepare, step_through
from sim.experiment.story import Story
from sim.experiment.watcher import Watcher
from sim.model import CountyModel
from sim.population.make import ID_BLOCK
from sim.population.renew import FIRST_BORN
from sim.scenario import Scenario


def trace_resident(
    scenario: Scenario,
    *,
    resident: int | str,
    seed: int = 1,
    sample: float = 1.0,
    draw: int = 0,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> Story:
    """Run a scenario and tell what happened to one person from the first counted day on.

    Parameters
    ----------
    resident : int or str
        Stable id of the person, or one of `sim.experiment.examples.EXAMPLES`.
    scenario, seed, sample, draw, kernel, progress
        As for `sim.experiment.run.run_scenario`.

    Raises
    ------
    UserError
        When nobody has the id, saying which ids there are, or nobody is of the kind.
    """
    model = prepare(scenario, seed=seed, sample=sample, draw=draw, kernel=kernel, progress=progress)
    if isinstance(resident, str):
        resident = pick(model, resident)
    check_known(model, resident)
    watcher = Watcher(model, resident)
    step_through(model, progress, watcher)
    if watcher.story is None:
        raise _nobody(model, resident)
    return watcher.story


def check_known(model: CountyModel, resident: int) -> None:
    """Refuse an id that nobody has, or will have who is born during the run.

    Raises
    ------
    UserError
        Saying which ids there are.
    """
    if resident < FIRST_BORN and model.patients.row_of(resident) is None:
        raise _nobody(model, resident)


def _nobody(model: CountyModel, resident: int) -> UserError:
    """Say which ids there are: of the county meant, if it is simulated."""
    spans = id_spans(model)
    spans = [span for span in spans if span.first // ID_BLOCK == resident // ID_BLOCK] or spans
    here = Text(" in this sample", "本样本中") if model.state.sample < 1 else Text("", "")
    return UserError(
        f"nobody has the id {resident}{here.en}; ids run "
        + ", ".join(f"from {span.first} to {span.last} ({span.label.en})" for span in spans)
        + "; `countycare run SCENARIO --events --out DIR` writes every visit with the id of who made it",
        f"{here.zh}没有编号为 {resident} 的居民；编号范围："
        + "，".join(f"{span.first} 至 {span.last}（{span.label.zh}）" for span in spans)
        + "；`countycare run 方案 --events --out 文件夹` 会写出每次就诊及其居民编号",
        "--resident",
    )
