"""What to run, as commands read it from their options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.cli import values
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.cli.words import Words
    from sim.scenario import Scenario

KERNELS = ("auto", "numpy", "numba")


@dataclass(frozen=True)
class Request:
    """A scenario and how to run it.

    Attributes
    ----------
    name : str
        Scenario as it was typed: a name or a path.
    scenario : Scenario
    dated : bool
        Whether the last day was given apart from the scenario.
    seed : int
        Which random history.
    sample : float
        Share of people simulated.
    draw : int
        Parameter draw; 0 for the central values.
    kernel : str
        One of `KERNELS`.
    """

    name: str
    scenario: Scenario
    dated: bool
    seed: int
    sample: float
    draw: int
    kernel: str

    def options(self) -> str:
        """Return the options that lead another command to the same run, a space before each."""
        given = (
            ("--until", self.scenario.until, self.dated),
            ("--seed", self.seed, self.seed != 1),
            ("--sample", self.sample, self.sample != 1),
            ("--draw", self.draw, self.draw != 0),
        )
        return "".join(f" {option} {value}" for option, value, needed in given if needed)


def how_to_run(words: Words) -> tuple[Any, Any, Any]:
    """Options that say how any scenario is run: sample, parameter draw and kernel."""
    sample = words.option(
        "--sample", "SHARE", "Share of the people to simulate.", "抽样模拟的人口比例。", "1"
    )
    draw = words.option(
        "--draw", "N", "Parameter draw; 0 is the central values.", "参数抽取编号；0 为中心值。", "0"
    )
    kernel = words.option(
        "--kernel", "|".join(KERNELS), "How the inner loops are computed.", "内层循环的计算方式。", "auto"
    )
    return sample, draw, kernel


def read(
    name: str, seed: str, sample: str, draw: str, kernel: str, until: str | None, years: str | None = None
) -> Request:
    """Load the scenario and read the options.

    Raises
    ------
    UserError
        For the first that is wrong.
    """
    return Request(
        name,
        dated(name, until, years),
        bool(until or years),
        values.whole(seed, "--seed"),
        values.share(sample, "--sample"),
        values.whole(draw, "--draw"),
        values.one_of(kernel, "--kernel", KERNELS),
    )


def dated(name: str, until: str | None, years: str | None = None) -> Scenario:
    """Load a scenario and give it another last day.

    Raises
    ------
    UserError
        When the scenario or the day is wrong.
    """
    from sim.scenario import load_scenario

    scenario = load_scenario(name)
    if until and years:
        raise UserError("give --until or --years, not both", "--until 与 --years 只能给一个")
    if until:
        return scenario.with_dates(until=values.day(until, "--until"))
    if years:
        count = values.whole(years, "--years", 1, 100)
        return scenario.with_dates(until=values.years_later(scenario.start, count))
    return scenario
