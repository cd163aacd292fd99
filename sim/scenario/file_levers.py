"""Levers of a scenario file and its bases: laid over each other, faults noted in the file that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sim.declare import Parameter
from sim.errors import Text, UserError
from sim.policy.use import KINDS, LeverUse, Spot, Where
from sim.problems import shown
from sim.scenario.layer import Layer
from sim.scenario.levers import checked_uses, faults, masked
from sim.scenario.scenario import Scenario

_COUNTY = re.compile(r"(?:[A-Z]+-)?(\d{6})")
"""County at the beginning of a code (130324105, 130324-1) or id (TC-130324105)."""


def check_levers(layers: list[Layer], parameters: Mapping[str, Parameter]) -> None:
    """Note faults of each use alone, and numbers that a lever hides.

    A lever beats the numbers of the files below its own; numbers of the same file or of one above are refused
    on the days on which it holds.
    """
    for layer in layers:
        for use in (one for uses in layer.levers.values() for one in uses):
            layer.problems.extend(faults(use, parameters, None))
    for i, layer in enumerate(layers):
        uses = [use for below in layers[i:] for use in _uses(layers, below)]
        for one in layer.settings:
            fault = masked(one.path, one.day, uses)
            if fault:
                layer.fault(
                    one.line, one.place, Text("is a number a lever sets", "是由政策杠杆设定的数字"), fault
                )


def _uses(layers: list[Layer], layer: Layer) -> list[LeverUse]:
    """Uses of a file that no file above it replaces."""
    above = layers[: layers.index(layer)]
    return [
        use
        for id_, uses in layer.levers.items()
        for use in uses
        if not any(id_ in upper.levers for upper in above)
    ]


def _in_these_counties(scenario: Scenario, layers: list[Layer]) -> Iterator[LeverUse]:
    """Yield the uses of all files; of those that a file of other counties gives, what lies in these.

    A scenario of one county that builds on one of several leaves out what its base narrows, by code, to the
    places of the others. What is left of a use may be all counties of the scenario: it is narrowed no more.
    """
    chosen = next((i for i, layer in enumerate(layers) if layer.counties), 0)
    for i, layer in enumerate(layers):
        for use in _uses(layers, layer):
            if i <= chosen or not use.where:
                yield use
                continue
            kept = {
                kind: tuple(one for one in getattr(use.where, kind) if not _elsewhere(one, scenario.counties))
                for kind in KINDS
            }
            where = Where(**kept)
            if where:
                whole = where == Where(counties=scenario.counties)
                yield replace(use, where=Where() if whole else where)


def _elsewhere(name: str, counties: tuple[str, ...]) -> bool:
    """Whether a code or id is of another county; a Chinese name tells nothing."""
    code = _COUNTY.match(name)
    return code is not None and code[1] not in counties


def with_file_levers(scenario: Scenario, layers: list[Layer]) -> Scenario:
    """Return the scenario with its levers; faults are noted in the file that holds them."""
    uses = list(_in_these_counties(scenario, layers))
    removed = {
        id_: Spot(shown(layer.file), layer.lines[f"levers.{id_}"], f"levers.{id_}")
        for layer in layers
        for id_, given in layer.levers.items()
        if not given
    }
    try:
        checked, problems = checked_uses(scenario, uses, removed)
    except UserError as error:
        layer = next(one for one in layers if one.geography)  # the shipped map has no faults
        layer.fault_inside("geography", error, Text("import it again", "请重新导入"))
        return scenario
    for problem in problems:
        next(one for one in layers if shown(one.file) == problem.file).problems.append(problem)
    return replace(scenario, levers=checked)
