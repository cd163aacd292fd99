"""CountyCare (医共体沙盘): who goes where for care in a Chinese county, and at whose cost.

What the command line does can be done from Python:

- `load_scenario` and the methods of `Scenario` (`with_overrides`, `with_lever`, `with_dates`, `draw` …),
- `run` for one run, `compare`, `sweep`, `attribute`, `search` and `stress` for many,
- `load_runs` and `load_results` for what many runs left in a folder.

Results are pandas tables. What is wrong with what was given is told as `UserError`, in English and Chinese.
Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.errors import UserError
    from sim.experiment.attribution.run import attribute
    from sim.experiment.batch.results import load_results, load_runs
    from sim.experiment.batch.sweep import sweep
    from sim.experiment.comparison.run import compare
    from sim.experiment.run import RunResult
    from sim.experiment.search.run import search
    from sim.experiment.single import run
    from sim.experiment.stress.run import stress
    from sim.scenario import Scenario, load_scenario

__version__ = "0.1.0"
__all__ = [
    "RunResult",
    "Scenario",
    "UserError",
    "__version__",
    "attribute",
    "compare",
    "load_results",
    "load_runs",
    "load_scenario",
    "run",
    "search",
    "stress",
    "sweep",
]
_HOMES = {
    "RunResult": "sim.experiment.run",
    "Scenario": "sim.scenario",
    "UserError": "sim.errors",
    "attribute": "sim.experiment.attribution.run",
    "compare": "sim.experiment.comparison.run",
    "load_results": "sim.experiment.batch.results",
    "load_runs": "sim.experiment.batch.results",
    "load_scenario": "sim.scenario",
    "run": "sim.experiment.single",
    "search": "sim.experiment.search.run",
    "stress": "sim.experiment.stress.run",
    "sweep": "sim.experiment.batch.sweep",
}

if not TYPE_CHECKING:  # a type checker reads the imports above

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'sim' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
