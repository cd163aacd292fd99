"""Parameter values with levers in force, for those whom given uses reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sim.declare import Parameter
from sim.policy.use import LeverUse, moved


def with_levers(
    base: Mapping[str, float], uses: Sequence[LeverUse], parameters: Mapping[str, Parameter], on: date
) -> dict[str, float]:
    """Values of those whom no narrowed use reaches: `base` moved by the uses that reach everybody."""
    reaching = [use for use in uses if use.in_force(on) and not narrowed(use, parameters, on)]
    return _moved(dict(base), reaching, parameters, on)


def narrowed_values(
    everywhere: dict[str, float],
    uses: Sequence[LeverUse],
    parameters: Mapping[str, Parameter],
    on: date,
) -> dict[str, float]:
    """Values where some narrowed uses reach; a roll-out of a use for everybody gives way to a scoped one."""
    values = _moved(everywhere, [use for use in uses if not use.scoped], parameters, on)
    return _moved(values, [use for use in uses if use.scoped], parameters, on)


def _moved(
    values: dict[str, float], uses: Sequence[LeverUse], parameters: Mapping[str, Parameter], on: date
) -> dict[str, float]:
    """Return values with uses of one rank in force; of several on a path the one that is farthest on wins."""
    chosen: dict[str, tuple[float, float]] = {}
    for use in uses:
        fraction = 1.0 if use.rolls_out(parameters) else use.fraction(on)
        for path, target in use.settings:
            chosen[path] = max(chosen.get(path, (0.0, target)), (fraction, target))
    return values | {
        path: moved(values[path], target, fraction, parameters[path])
        for path, (fraction, target) in chosen.items()
    }


def rolling(use: LeverUse, parameters: Mapping[str, Parameter], on: date) -> bool:
    """Whether a use is on its way from township to township."""
    return on < use.full_from and use.rolls_out(parameters)


def narrowed(use: LeverUse, parameters: Mapping[str, Parameter], on: date) -> bool:
    """Whether a use reaches only some, for good or as long as it rolls out."""
    return use.scoped or rolling(use, parameters, on)
