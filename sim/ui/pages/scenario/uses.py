"""Changing the uses of a lever in a draft: on, off, a number, days, whom it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.scenario import ALWAYS
from sim.scenario.changes import own_part
from sim.scenario.timeline import START_ONLY
from sim.ui.draft import Draft


def uses_of(draft: Draft, lever: str) -> tuple[LeverUse, ...]:
    """Uses of a lever in a draft, with the settings they give themselves."""
    given = draft.changes.uses(lever)
    return base_uses(draft, lever) if given is None else given


def base_uses(draft: Draft, lever: str) -> tuple[LeverUse, ...]:
    """Uses of a lever in the base of a draft."""
    return tuple(own_part(use) for use in draft.base.levers if use.lever == lever)


def with_uses(draft: Draft, lever: str, uses: tuple[LeverUse, ...]) -> Draft:
    """Draft with these uses of a lever; where they are those of the base, it leaves the lever to it."""
    return draft.with_lever(lever, None if uses == base_uses(draft, lever) else uses)


def switched(draft: Draft, lever: str, on: bool) -> Draft:
    """Draft with a lever on or off; on is as the base has it, else everywhere from the first counted day."""
    if not on:
        return with_uses(draft, lever, ())
    return with_uses(draft, lever, base_uses(draft, lever) or (fresh(draft, lever),))


def fresh(draft: Draft, lever: str) -> LeverUse:
    """Return a use everywhere; from the first counted day, or always for what is read once at the start."""
    at_once = any(path.startswith(START_ONLY) for path in load_levers()[lever].dials)
    return LeverUse(lever, ALWAYS if at_once else draft.changes.start or draft.base.start)


def altered(draft: Draft, lever: str, at: int, alter: Callable[[LeverUse], LeverUse]) -> Draft:
    """Draft with one of the uses of a lever altered."""
    uses = uses_of(draft, lever)
    return with_uses(draft, lever, (*uses[:at], alter(uses[at]), *uses[at + 1 :]))


def with_value(use: LeverUse, path: str, value: float) -> LeverUse:
    """Return a use with another value of a dial; that of the catalogue is left to it."""
    values = dict(use.settings) | {path: float(value)}
    if value == load_levers()[use.lever].dials[path].value:
        del values[path]
    return replace(use, settings=tuple(sorted(values.items())))


def value_of(use: LeverUse, path: str) -> float:
    """Value of a dial in a use: its own, else the catalogue's."""
    return dict(use.settings).get(path, load_levers()[use.lever].dials[path].value)


def with_days(use: LeverUse, start: date | None, end: date | None, ramp_days: int) -> LeverUse:
    """Return a use on other days; no start means from the start of the warm-up on."""
    return replace(use, start=start or ALWAYS, end=end, ramp_days=ramp_days)
