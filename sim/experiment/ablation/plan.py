"""Which pairs of scenarios tell what a lever does.

On alone: the scenario without any lever, plus what the lever needs, against the same plus the lever. Off
alone: the scenario's own levers against the same less the lever; levers of the package that need it are left
out on both sides, so that their effect is not taken for its.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.errors import Text
from sim.experiment.batch.version import code_version
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.use import LeverUse, completed, with_settings
from sim.problems import ScenarioErrors
from sim.scenario import Scenario
from sim.scenario.levers import known_lever

Mode = Literal["on_alone", "off_alone"]
MODES: tuple[Mode, ...] = ("on_alone", "off_alone")
NOT_IN_PACKAGE = Text("the package does not have this lever", "方案未启用该杠杆")


@dataclass(frozen=True)
class Pair:
    """Two scenarios that differ by one lever.

    Attributes
    ----------
    lever : Lever
    mode : str
        One of `MODES`.
    without, having : Scenario or None
        Without and with the lever; None when the comparison does not apply.
    reason : Text or None
        Why it does not apply.
    """

    lever: Lever
    mode: Mode
    without: Scenario | None = None
    having: Scenario | None = None
    reason: Text | None = None


def plan(scenario: Scenario, ids: Sequence[str] = ()) -> list[Pair]:
    """Pairs of scenarios for levers, in catalogue order.

    Parameters
    ----------
    scenario : Scenario
        The full package.
    ids : sequence of str
        Levers; all of the catalogue when empty.

    Raises
    ------
    UserError
        On a lever that the catalogue does not have.
    """
    chosen = {known_lever(id_).id for id_ in ids}
    levers = [one for one in load_levers().values() if not chosen or one.id in chosen]
    return [pair for one in levers for pair in (on_alone(scenario, one), off_alone(scenario, one))]


def on_alone(scenario: Scenario, lever: Lever) -> Pair:
    """Compare the lever and what it needs with what it needs, over no policy at all."""
    needed = needs(lever.id, load_levers())
    try:
        without = scenario.with_uses(_uses(scenario, needed, lever))
        having = scenario.with_uses([*without.levers, *_uses(scenario, [lever.id], lever)])
    except ScenarioErrors as error:
        return Pair(lever, "on_alone", reason=Text(error.text.en, error.text.zh))
    return Pair(lever, "on_alone", without, having)


def off_alone(scenario: Scenario, lever: Lever) -> Pair:
    """Compare the package with the package less the lever."""
    used = {use.lever for use in scenario.levers}
    if lever.id not in used:
        return Pair(lever, "off_alone", reason=NOT_IN_PACKAGE)
    dependent = {one for one in used if lever.id in needs(one, load_levers())}
    having = [use for use in scenario.levers if use.lever not in dependent]
    without = [use for use in having if use.lever != lever.id]
    return Pair(lever, "off_alone", scenario.with_uses(without), scenario.with_uses(having))


def needs(id_: str, levers: Mapping[str, Lever]) -> list[str]:
    """All a lever needs, what these need included, in catalogue order."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        new = set(levers[waiting.pop()].needs) - found
        found |= new
        waiting.extend(sorted(new))
    return [one for one in levers if one in found and one != id_]


def _uses(scenario: Scenario, ids: Collection[str], lever: Lever) -> list[LeverUse]:
    """Uses as the scenario has them; otherwise the catalogue's values, from the first counted day.

    A lever that is only needed starts no later than the lever that needs it, and is set to the least that is
    needed of it where it has less.
    """
    levers = load_levers()
    starts = [use.start for use in scenario.levers if use.lever == lever.id]
    start = min([scenario.start, *starts])
    found = []
    for id_ in ids:
        own = [use for use in scenario.levers if use.lever == id_]
        uses = own or [completed(LeverUse(id_, start), levers[id_])]
        asked = [levers[one].least[id_] for one in (lever.id, *ids) if id_ in levers[one].least]
        found += [_at_least(use, max(asked)) for use in uses] if asked else uses
    return found


def _at_least(use: LeverUse, least: float) -> LeverUse:
    """Return the use of a lever with one number, set to at least this."""
    ((path, value),) = use.settings
    return use if value >= least else with_settings(use, {path: least})


def identity(scenario: Scenario, sample: float) -> dict[str, object]:
    """What an ablation is, for its folder; more seeds and levers may join it."""
    return {
        "kind": "ablation",
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "sample": sample,
        "code": code_version(),
    }
