"""Draws of a scenario's uncertain numbers (参数抽样)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.declare import Parameter
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.randomness import key_scalar, stream, uniform_scalar
from sim.scenario.free import with_free
from sim.scenario.levers import MEASURED

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def drawn(scenario: Scenario, number: int, seed: int) -> Scenario:
    """Return the scenario with parameter draw `number`; see `Scenario.draw`."""
    levers = drawn_uses(scenario.levers, scenario.parameters, number, seed) if number else scenario.levers
    if scenario.posterior:
        one = scenario.posterior
        return with_free(replace(scenario, levers=levers), one.values(number), one.fitted_until)
    if number == 0:
        return scenario
    numbers = {path: _drawn_parameter(one, number, seed) for path, one in scenario.parameters.items()}
    return replace(scenario, parameters=numbers, levers=levers)


def drawn_uses(
    uses: Sequence[LeverUse], parameters: Mapping[str, Parameter], number: int, seed: int
) -> tuple[LeverUse, ...]:
    """Return the uses with draws for the catalogue's uncertain values; what a scenario gives stays."""
    levers, found = load_levers(), []
    for use in uses:
        settings = []
        for path, value in use.settings:
            dial = levers[use.lever].dials[path]
            uncertain = path not in use.given and dial.evidence not in MEASURED
            drawn = drawn_value(parameters[path], dial.low, dial.high, number, seed) if uncertain else None
            settings.append((path, value if drawn is None else drawn))
        found.append(replace(use, settings=tuple(settings)))
    return tuple(found)


def drawn_value(parameter: Parameter, low: float, high: float, number: int, seed: int) -> float | None:
    """Value of a parameter in draw `number`, even over a range; None when the range has no width."""
    if low == high:
        return None
    share = uniform_scalar(key_scalar(stream(f"parameter.{parameter.path}", seed, number), 0))
    value = low + int(share * (high - low + 1)) if parameter.is_integer else low + share * (high - low)
    return min(value, high)


def _drawn_parameter(parameter: Parameter, number: int, seed: int) -> Parameter:
    # A switch is somebody's decision, not an unknown number, except how published figures are defined.
    decided = parameter.unit == "switch" and not parameter.path.startswith("observe.")
    if decided or parameter.evidence in (*MEASURED, "neutral") or parameter.path.startswith("run."):
        return parameter
    value = drawn_value(parameter, parameter.low, parameter.high, number, seed)
    return parameter if value is None else replace(parameter, value=value)
