"""A county's monthly sums as calibration targets, and priors without what its tables tell."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.calibration.folder import calibration_folder
from sim.calibration.observation import PARAMETERS
from sim.calibration.priors import RAMP, Prior, read_priors
from sim.calibration.targets import Target, read_targets
from sim.county.assumed import Assumed
from sim.county.sums import FIGURES, NINE_MONTHS, Q1, YEAR, sums_of
from sim.county.tables import CountyTables
from sim.county.templates import template_folder
from sim.declare import load_parameters
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.scenario import Scenario

TARGETS, PRIORS = "targets.yaml", "priors.yaml"
OWN = "own"
"""Begins the id of a figure that the county gives; `LACK` that of one that it does not."""
LACK = "lack"
_PRICED = {"township": "township", "hospital": "county", "city": "city"}
_SAME_ERROR = 0.5
"""Correlation of the errors of one figure in the first quarter and in the nine months that hold it."""
_KEPT = ("observe.festival_claims",)
"""Observation parameters that stay open: how settled sums are counted is told by the templates."""
_COUNTED = {
    "observe.ordinary_visits": 1, "observe.chronic_visits": 1, "observe.stays_as_visits": 1,
    "observe.employees": 1, "observe.critical": 0, "observe.whole_fund": 0, "observe.village_visits": 1,
}  # fmt: skip
"""Readings of the definitions under which `sim.county.sums` adds up."""


@dataclass(frozen=True)
class Figure:
    """One figure that monthly sums can give: a row of ``figures.csv``."""

    indicator: str
    label: Text
    by_quarter: bool
    scale: str
    sd: float
    relative: bool
    needs: Text


def figures() -> tuple[Figure, ...]:
    """Every figure that the templates can give, in the order in which they matter."""
    with (template_folder() / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Figure(
                row["indicator"], Text(row["label_en"], row["label_zh"]), row["by_quarter"] == "yes",
                row["scale"], float(row["sd"]), row["relative"] == "yes",
                Text(row["needs_en"], row["needs_zh"]),
            )
            for row in csv.DictReader(stream)
        )  # fmt: skip


def own_targets(tables: CountyTables) -> tuple[Target, ...]:
    """Figures of a county.

    Returns
    -------
    tuple of Target
        Those that the monthly sums give are fitted. Those that they do not give stand beside them as
        references, by the values of the shipped targets, so that a calibration can say what knowing them
        would be worth. A mean bill that stands among the prices is an input and so neither.
    """
    found: list[Target] = []
    elsewhere = {one.indicator: one for one in read_targets().targets}
    sums = {period: sums_of(tables, period) for period in (Q1, NINE_MONTHS)}
    for figure in figures():
        if _is_input(tables, figure.indicator):
            continue
        for period in (Q1, NINE_MONTHS) if figure.by_quarter else (NINE_MONTHS,):
            value = FIGURES[figure.indicator](sums[period])
            if value is not None and value > 0 and (figure.scale == "log" or value < 1):
                found.append(_target(figure, period, value, OWN))
            elif period == NINE_MONTHS:
                found.append(_target(figure, period, elsewhere[figure.indicator].value, LACK))
    return tuple(found)


def _target(figure: Figure, period: str, value: float, kind: str) -> Target:
    own = kind == OWN
    source = "monthly sums of the county" if own else "not given: the shipped value stands beside"
    why = "How claims are counted and how far the model may be off"
    return Target(
        f"{kind}-{figure.indicator}-{period}", figure.indicator, "", 1.0, period, 0, value,
        value * figure.sd if figure.relative else figure.sd, figure.scale, "fit" if own else "reference",
        source, why if own else f"{why}, if it were measured",
    )  # fmt: skip


def _is_input(tables: CountyTables, indicator: str) -> bool:
    """Whether a mean bill is given among the prices."""
    tier = _PRICED.get(indicator.removeprefix("stay_cost_"), "")
    rows = (entry for entry in tables.sheets["prices"] if entry.text("tier") == tier)
    return any(entry.number("stay_yuan") is not None for entry in rows)


def own_priors(tables: CountyTables, scenario: Scenario, given: Sequence[str]) -> tuple[Prior, ...]:
    """Priors of a county: the shipped ones without what its tables give and what means nothing there.

    Parameters
    ----------
    tables : CountyTables
    scenario : Scenario
        Of the county; ramps and numbers of levers that it does not use are left out.
    given : sequence of str
        Paths of numbers that the tables give.
    """
    used = {use.lever for use in scenario.levers}
    moot = _of_levers_out_of_use(used)
    found = []
    for prior in read_priors(calibration_folder() / PRIORS):
        path = prior.id.partition("@")[0]
        if prior.id.startswith(RAMP):
            kept = prior.id.removeprefix(RAMP) in used
        elif prior.id in PARAMETERS:
            kept = prior.id in _KEPT
        else:
            kept = path not in {*given, *moot} and not path.startswith("population.away_share.c")
        if kept:
            found.append(prior)
    return tuple(found)


def _of_levers_out_of_use(used: Set[str]) -> set[str]:
    """Numbers under the id of a lever that is not in use: nothing hangs on them."""
    out = tuple(f"{id_}." for id_ in load_levers() if id_ not in used)
    return {path for path in load_parameters() if path.startswith(out)}


def write_targets(
    tables: CountyTables, scenario: Scenario, given: Sequence[str], folder: Path, name: str
) -> bool:
    """Write ``targets.yaml`` and ``priors.yaml`` where something can be fitted.

    Parameters
    ----------
    tables, scenario, given
        See `own_priors`.
    folder : Path
        Where they go.
    name : str
        Scenario that the targets are for, as named from that folder.

    Returns
    -------
    bool
        Whether the monthly sums give anything to fit.
    """
    listed = own_targets(tables)
    if not any(one.role == "fit" for one in listed):
        return False
    lines = [
        "# Made by `countycare county build` from monthly sums; what they lack is a reference.",
        f"scenario: {json.dumps(name, ensure_ascii=False)}",
        f"until: {date(YEAR, 9, 30)}",
        "targets:",
        *(f"  - {_flow(_as_entry(one))}" for one in listed),
    ]
    pairs = [one for one in listed if one.id.startswith(OWN) and one.period == Q1]
    twice = [
        [one.id, other.id]
        for one in pairs
        for other in listed
        if other.indicator == one.indicator and other.role == "fit" and other.period == NINE_MONTHS
    ]
    if twice:
        lines += ["correlations:", *(f"  - {_flow({'of': pair, 'value': _SAME_ERROR})}" for pair in twice)]
    (folder / TARGETS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    priors = [*map(_prior_entry, own_priors(tables, scenario, given))]
    if tables.items.number("insured_away") is None and not tables.items.text("code"):
        priors.append({
            "id": "population.away_share.other", "distribution": "normal", "sd": 0.06, "governs": "level",
            "evidence": "assumption", "source": "not given by the county",
        })  # fmt: skip
    priors += [_reading(id_, value) for id_, value in _readings(tables).items()]
    text = ["priors:", *(f"  - {_flow(one)}" for one in priors)]
    (folder / PRIORS).write_text("\n".join(text) + "\n", encoding="utf-8")
    return True


def _readings(tables: CountyTables) -> dict[str, int]:
    """Readings of the definitions that are not the declared ones."""
    payers = {entry.text("payer") for entry in tables.sheets["monthly"]}
    wanted = _COUNTED | {"observe.employees": int(payers != {"residents"})}
    declared = load_parameters()
    return {id_: value for id_, value in wanted.items() if declared[id_].value != value}


def _reading(id_: str, value: int) -> dict[str, object]:
    """A switch that is known: 1 with certainty, or 0."""
    return {
        "id": id_, "distribution": "switch", "mean": value, "governs": "definition", "evidence": "official",
        "source": "what the templates of the county's tables ask for",
    }  # fmt: skip


def _as_entry(one: Target) -> dict[str, object]:
    return {
        "id": one.id, "indicator": one.indicator, "period": one.period, "value": float(f"{one.value:.8g}"),
        "sd": float(f"{one.sd:.6g}"), "scale": one.scale, "role": one.role, "source": one.source,
        "why": one.why,
    }  # fmt: skip


def _prior_entry(one: Prior) -> dict[str, object]:
    entry: dict[str, object] = {"id": one.id, "distribution": one.distribution}
    if one.distribution != "switch":
        entry |= {"low": one.low, "high": one.high}
    if one.distribution != "uniform":
        entry["mean"] = one.mean
    if one.distribution in ("normal", "lognormal", "beta"):
        entry["sd"] = one.sd
    return entry | {"governs": one.governs, "evidence": one.evidence, "source": one.source}


def _flow(entry: Mapping[str, object]) -> str:
    """An entry as YAML on one line: JSON is YAML, but for numbers that a quoted text is not."""
    cells = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
    return "{" + ", ".join(cells) + "}"


def lacking(listed: Sequence[Target]) -> list[Figure]:
    """Figures that the county does not give, in the order in which they matter."""
    missing = {one.indicator for one in listed if one.role == "reference"}
    return [one for one in figures() if one.indicator in missing]


def note_lacking(listed: Sequence[Target], assumed: Assumed) -> None:
    """Put what is missing among the assumptions."""
    for one in lacking(listed):
        assumed.note(
            one.label, Text(f"not fitted; it takes {one.needs.en}", f"未参与校准；需填：{one.needs.zh}")
        )
