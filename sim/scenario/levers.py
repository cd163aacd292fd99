"""The levers of a scenario: checked against its dates, its map and its other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sim.declare import Parameter
from sim.errors import Text, UserError
from sim.policy.alone import faults_alone, problem
from sim.policy.catalogue import load_levers
from sim.policy.groups import Trait
from sim.policy.lever import Lever
from sim.policy.use import LeverUse, Spot, Where, completed
from sim.problems import Problem, nearest
from sim.scenario.timeline import start_fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

MEASURED = frozenset({"official", "statistics"})


def checked_uses(
    scenario: Scenario, uses: Sequence[LeverUse], removed: Mapping[str, Spot] | None = None
) -> tuple[tuple[LeverUse, ...], list[Problem]]:
    """Return the uses, sorted and with codes for the names of their places, and all that is wrong.

    Parameters
    ----------
    scenario : Scenario
        Its own levers do not count.
    uses : sequence of LeverUse
    removed : mapping of str to Spot, optional
        Where a lever of a base is switched off.

    Raises
    ------
    UserError
        When the map is needed and its geography folder is damaged.
    """
    if not uses:
        return (), []
    levers = load_levers()
    problems = [one for use in uses for one in faults(use, scenario.parameters, scenario.begin)]
    if problems:
        return (), problems
    from sim.policy.check import faults_of_names, faults_together
    from sim.policy.reach import Places, placed

    places = None
    if any(use.where for use in uses):
        values = scenario.base_values(scenario.begin)
        places = Places(scenario.map(values))
        problems = [one for use in uses for one in faults_of_names(use, levers[use.lever], places)]
        if problems:
            return (), problems
        uses = [placed(use, places) for use in uses]
    together = faults_together(uses, levers, scenario.begin, scenario.until, places, removed or {})
    return tuple(sorted(uses, key=lambda use: str(use.plain()))), list(together)


def faults(use: LeverUse, parameters: Mapping[str, Parameter], begin: date | None) -> Iterator[Problem]:
    """Yield what is wrong with one use, whatever else the scenario holds.

    Parameters
    ----------
    use : LeverUse
    parameters : mapping of str to Parameter
    begin : date or None
        First simulated day; None when it is not known, and not looked at.
    """
    yield from faults_alone(use, load_levers()[use.lever], parameters)
    for path, _ in use.settings:
        if begin and (late := start_fault(path, use.start, begin)):
            wrong = Text(f"{path} is read once, at the start", f"{path} 只在开始时读取一次")
            yield problem(use, "start", wrong, late)
            return


def masked(path: str, day: date, uses: Sequence[LeverUse], *, ever: bool = False) -> Text | None:
    """Say that a number given from a day on would be hidden by a lever that day; None otherwise.

    With `ever` a lever that hides it at any time counts, one that begins later included.
    """
    for use in uses:
        begun = ever or use.start <= day
        if begun and (use.end is None or day <= use.end) and path in dict(use.settings):
            place = f"{use.file}:{use.line}" if use.line else ""
            return Text(
                f"{use.lever}{place and f' ({place})'} sets it on the same days; set it there, under set",
                f"{use.lever}{place and f'（{place}）'}在相同日期设定了它；请写在该杠杆的 set 下",
            )
    return None


def known_lever(name: str, where: str = "") -> Lever:
    """Return a lever of the catalogue; `where` it was named stands before a refusal.

    Raises
    ------
    UserError
        When there is none of this name; tells the nearest.
    """
    lever = load_levers().get(name)
    if lever is None:
        guess = nearest(name, load_levers())
        raise UserError(
            f"no lever is called {name!r}" + (f"; did you mean {guess!r}?" if guess else ""),
            f"没有名为“{name}”的政策杠杆" + (f"；是否想写“{guess}”？" if guess else ""),
            where,
        )
    return lever


def made_use(
    name: str, start: date, end: date | None, ramp_days: int, where: Where, who: Trait,
    settings: Mapping[str, float],
) -> LeverUse:  # fmt: skip
    """Return a use made in Python.

    Raises
    ------
    UserError
        On an unknown lever, a dial it does not have, or a ramp that is no number of days.
    """
    lever = known_lever(name)
    values = {}
    for dial, value in settings.items():
        path = lever.dial_path(dial)
        if path is None:
            dials = ", ".join(lever.dials)
            raise UserError(
                f"{dial!r} is no dial of {name}; its dials are {dials}",
                f"“{dial}”不是 {name} 的参数；它的参数有：{dials}",
            )
        values[path] = value
    if ramp_days < 0:
        raise UserError("a ramp has 0 days or more", "渐进天数不得为负", name)
    use = LeverUse(name, start, end, ramp_days, where, who, tuple(sorted(values.items())))
    return completed(use, lever)
