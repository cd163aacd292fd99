"""From scenario files to one compiled scenario, or to the list of everything that is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from sim.declare import Parameter, load_parameters, read_parameters
from sim.errors import Text, UserError
from sim.policy.books import Book, read_book
from sim.problems import Problem, ScenarioErrors, shown
from sim.scenario.chain import chain
from sim.scenario.file_levers import check_levers, with_file_levers
from sim.scenario.free import with_free
from sim.scenario.layer import Layer, check_counties, read_layer
from sim.scenario.layer_faults import check_begin, check_dates, check_settings, check_whole, fault_unknown
from sim.scenario.posterior import Posterior, posterior_of, read_posterior
from sim.scenario.scenario import Scenario
from sim.scenario.shipped import find_scenario
from sim.scenario.timeline import Timeline, overlay

T = TypeVar("T")


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario by shipped name or by path.

    Raises
    ------
    UserError
        When there is no such scenario.
    ScenarioErrors
        With every fault of the file and its bases.
    """
    scenario, problems = compile_layers(chain(read_layer(find_scenario(name_or_path))))
    if scenario is None or problems:
        raise ScenarioErrors(problems)
    return scenario


def scenario_of(given: Scenario | str | Path) -> Scenario:
    """Return a scenario as it is, or load it by name or file.

    Raises
    ------
    UserError
        See `load_scenario`.
    """
    return given if isinstance(given, Scenario) else load_scenario(given)


def check_file(path: str | Path) -> list[Problem]:
    """Return every fault of a scenario file and its bases, in the order of files (the file first) and lines.

    Raises
    ------
    UserError
        When there is no such scenario.
    """
    return compile_layers(chain(read_layer(find_scenario(path))))[1]


def compile_layers(layers: list[Layer]) -> tuple[Scenario | None, list[Problem]]:
    """Compile a file with its bases (`sim.scenario.chain.chain`); None where anything is wrong with them."""
    book = _book(layers)
    declared = book.declare(load_parameters()) if book else load_parameters()
    parameters = _parameters(layers, declared)
    for layer in layers:
        check_settings(layer, parameters)
    if not any(layer.geography for layer in layers):
        for layer in layers:
            check_counties(layer)
    check_dates(layers)
    check_begin(layers, parameters)
    check_whole(layers)
    check_levers(layers, parameters)
    scenario = None
    if not any(layer.problems for layer in layers):
        scenario = _merge(layers, parameters, book.later if book else {})
        own = [path for path, one in parameters.items() if one is not declared.get(path)]
        scenario = replace(scenario, posterior=_posterior(scenario, layers, own))
        _check_communities(scenario, layers)
        if not any(layer.problems for layer in layers):
            scenario = _with_shocks(with_file_levers(scenario, layers), layers)
    problems = [problem for layer in layers for problem in _in_order(layer)]
    return (None if problems else scenario), problems


def _in_order(layer: Layer) -> list[Problem]:
    """Faults of a file by line, then those of the rule book it names."""
    return sorted(layer.problems, key=lambda one: (one.file != shown(layer.file), one.file, one.line))


def _book(layers: list[Layer]) -> Book | None:
    """Rule book that the uppermost file names; its faults, placed in the book, are noted with that file's."""
    layer = next((one for one in layers if one.rules), None)
    if layer is None or layer.rules is None:
        return None
    book, problems = read_book(layer.rules)
    layer.problems.extend(problems)
    return book


def _parameters(layers: list[Layer], declared: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the declared parameters with the users' own files laid over them, the base's first."""
    declared = dict(declared)
    for layer in reversed(layers):
        if layer.parameters is None:
            continue
        line = layer.lines["parameters"]
        try:
            own = read_parameters([layer.parameters], declared)
        except UserError as error:
            layer.fault_inside("parameters", error, Text("correct the parameter file", "请更正参数文件"))
            continue
        except (OSError, ValueError, OverflowError, csv.Error):
            layer.fault(
                line, "parameters", Text("the file cannot be read", "文件无法读取"),
                Text("give a CSV file in UTF-8", "须为 UTF-8 编码的 CSV 文件"),
            )  # fmt: skip
            continue
        for path, parameter in own.items():
            if path in declared:
                declared[path] = parameter
            else:
                fault_unknown(layer, line, f"parameters.{path}", path, declared)
    return declared


def _posterior(scenario: Scenario, layers: list[Layer], own: Collection[str]) -> Posterior | None:
    """Posterior that a file names, else the shipped one of the counties; without a user's own numbers."""
    layer = next((one for one in layers if one.posterior), None)
    if layer is None or layer.posterior is None:
        found = None if scenario.geography else posterior_of(scenario.counties)
        return found.without(own) if found and own else found
    try:
        found = read_posterior(layer.posterior)
        with_free(scenario, found.values(0), found.fitted_until)
    except UserError as error:
        layer.fault_inside("posterior", error, Text("correct the table of draws", "请更正后验样本表"))
        return None
    return found.without(own)


def _check_communities(scenario: Scenario, layers: list[Layer]) -> None:
    """Note what is wrong with a user's table of medical communities, which needs the map."""
    layer = next((one for one in layers if one.communities), None)
    if layer is None:
        return
    try:
        scenario.map(scenario.base_values(scenario.begin))
    except UserError as error:
        layer.fault_inside("communities", error, Text("correct the table of communities", "请更正医共体表"))


def _with_shocks(scenario: Scenario, layers: list[Layer]) -> Scenario:
    """Return the scenario with the shocks of the uppermost file that gives any; faults are noted there."""
    layer = next((one for one in layers if one.shocks is not None), None)
    if layer is None or layer.problems:
        return scenario
    for read in layer.shocks or ():
        try:
            scenario = scenario.with_shocks(read.shock)
        except UserError as error:
            layer.fault(
                read.line, f"shocks.{read.shock.id}", error.text,
                Text("name a place of the scenario and days within it", "请写本方案中的地点和方案期内的日期"),
            )  # fmt: skip
    return scenario


def _merge(
    layers: list[Layer], parameters: dict[str, Parameter], later: Mapping[str, Mapping[date, float]]
) -> Scenario:
    """Put the files together, over what the rule book says of later days."""
    timeline: dict[str, Timeline] = overlay({}, later)
    for layer in reversed(layers):
        days: dict[str, dict[date, float]] = {}
        for setting in layer.settings:
            days.setdefault(setting.path, {})[setting.day] = setting.value
        timeline = overlay(timeline, days)

    title, summary = _first(one.title for one in layers), _first(one.summary for one in layers)
    counties, geography = _first(one.counties for one in layers), _first(one.geography for one in layers)
    start, until = _first(one.start for one in layers), _first(one.until for one in layers)
    book = next((one.rules.stem for one in layers if one.rules), "")
    assert title and summary and counties and start and until  # `check_whole` has seen to it
    name = layers[0].file.stem
    return Scenario(
        name, title, summary, counties, start, until, parameters, timeline, geography,
        communities=_first(one.communities for one in layers), book=book,
        goals=_first(one.goals for one in layers) or (),
    )  # fmt: skip


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
