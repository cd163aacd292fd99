"""What a calibration found, read from its files; a part that is not there stays empty and is named."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from sim.calibration.board_table import FILE as BOARD
from sim.calibration.board_table import read_table
from sim.calibration.folder import calibration_folder
from sim.calibration.priors import Prior, read_priors
from sim.calibration.targets import Target, read_targets
from sim.declare import load_parameters
from sim.errors import Text, UserError
from sim.geography.tables import records, table
from sim.policy.catalogue import load_levers
from sim.problems import shown
from sim.scenario import scenario_folder

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "fit": (
        "id", "indicator", "scope", "period", "role", "published", "sd", "medoid", "mean", "low", "high",
        "inside", "implausibility",
    ),
    "held_out": (
        "id", "indicator", "scope", "period", "role", "published", "medoid", "low", "high", "inside",
        "implausibility",
    ),
    "identifiability": (
        "id", "part", "governs", "evidence", "prior_low", "prior_high", "prior_mean", "prior_sd", "mean",
        "sd", "low", "high", "ratio", "bound", "status",
    ),
    "sensitivity": ("figure", "parameter", "first", "total"),
    "information": ("kind", "id", "worth"),
    "waves": ("stage", "runs", "r2_least", "r2_median", "volume"),
    "rotation": ("id", "indicator", "period", "left_out_with", "published", "mean", "low", "high", "inside"),
}  # fmt: skip
"""Tables of a calibration and the columns that a report needs."""
_PERIOD = re.compile(r"\s*[(（][^()（）]*[)）]$")
"""What a published name says of its period, or of what it counts, at its end."""
_TEXTS = ("scope", "bound", "id", "period", "left_out_with")


@dataclass(frozen=True)
class Findings:
    """What was found.

    Attributes
    ----------
    folder : Path
        Where the tables are looked for.
    tables : dict of str to pd.DataFrame
        By name (`COLUMNS`); those that are missing are absent.
    board : pd.DataFrame or None
        The validation board.
    targets, priors : dict
        Target and prior by id, as far as they are known.
    """

    folder: Path
    tables: dict[str, pd.DataFrame]
    board: pd.DataFrame | None
    targets: dict[str, Target]
    priors: dict[str, Prior]

    @property
    def shipped(self) -> bool:
        """Whether the tables are those of the shipped calibration."""
        return self.folder == results_folder()

    def is_share(self, row: Mapping[str, object]) -> bool:
        """Whether a figure is a share, shown in per cent; by the shipped figures of its indicator."""
        scales = {one.indicator: one.scale for one in self.targets.values()}
        return scales.get(str(row["indicator"]), "log") == "logit"

    def rows(self, name: str) -> list[dict[str, object]]:
        """Rows of a table as dictionaries; none when it is absent."""
        table = self.tables.get(name)
        if table is None:
            return []
        return [{str(key): cell for key, cell in row.items()} for row in table.to_dict("records")]


def results_folder() -> Path:
    """Folder of the tables of the shipped calibration."""
    return calibration_folder() / "results"


def read_findings(folder: Path | None = None) -> Findings:
    """Read the tables of a calibration.

    Parameters
    ----------
    folder : Path, optional
        Of `countycare calibrate`; the shipped results if left out. The board is the shipped one.

    Raises
    ------
    UserError
        When a table lacks a column, or a folder that was named holds none of the tables.
    """
    where = folder or results_folder()
    tables = {name: _table(file) for name in COLUMNS if (file := where / f"{name}.csv").is_file()}
    if folder is not None and not tables:
        raise UserError(
            "holds no results of a calibration; give the folder of `countycare calibrate`",
            "没有校准结果；请给出 countycare calibrate 的结果文件夹",
            shown(folder),
        )
    board = calibration_folder() / BOARD
    priors = {one.id: one for one in read_priors(calibration_folder() / "priors.yaml")}
    targets = {one.id: one for one in read_targets().targets}
    return Findings(where, tables, read_table(board) if board.is_file() else None, targets, priors)


def _table(file: Path) -> pd.DataFrame:
    table = pd.read_csv(file, dtype=dict.fromkeys(_TEXTS, str))
    missing = [one for one in COLUMNS[file.stem] if one not in table]
    if missing:
        raise UserError(f"column {missing[0]} is missing", f"缺少列 {missing[0]}", shown(file))
    return table.fillna({name: "" for name in _TEXTS if name in table})


@lru_cache(maxsize=1)
def _published_names() -> dict[str, Text]:
    """Names of the published figures by id."""
    names: dict[str, Text] = {}
    for file in ("figures_targets.csv", "figures_inputs.csv"):
        with (scenario_folder() / "data" / file).open(encoding="utf-8", newline="") as stream:
            names |= {row["id"]: Text(row["name_en"], row["name_zh"]) for row in csv.DictReader(stream)}
    return names


@lru_cache(maxsize=1)
def _figure_names() -> dict[str, Text]:
    """Names of the figures that a county's own tables give, by indicator."""
    with (scenario_folder() / "county" / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return {row["indicator"]: Text(row["label_en"], row["label_zh"]) for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def _county_names() -> dict[str, Text]:
    """Names of the county units by code."""
    places = table("places")
    rows = records(places[places["level"] == "county"])
    return {row["code"]: Text(row["name_en_pinyin"], row["name_zh"]) for row in rows}


def figure_label(id_: str, indicator: str, period: str, scope: str = "") -> Text:
    """Name of a figure with its period, and the county where it is of one."""
    known = _figure_names().get(indicator) or _published_names().get(id_) or Text(indicator, indicator)
    en, zh = (_PERIOD.sub("", one) for one in (known.en, known.zh))
    place = _county_names().get(scope, Text(scope, scope))
    ends = ", ".join(filter(None, (place.en, period))), "，".join(filter(None, (place.zh, period)))
    brackets = (f" ({ends[0]})", f"（{ends[1]}）") if ends[0] else ("", "")
    return Text(f"{en[:1].upper()}{en[1:]}{brackets[0]}", f"{zh}{brackets[1]}")


def parameter_label(id_: str) -> Text:
    """Name of a free parameter."""
    path, _, day = id_.partition("@")
    kind, _, lever = path.partition(":")
    if lever in load_levers():
        name = load_levers()[lever].label
        return Text(f"{name.en}: days to full effect", f"{name.zh}：达到全部效果的天数")
    known = load_parameters().get(path)
    label = known.label if known else Text(kind, kind)
    return Text(f"{label.en} from {day}", f"{label.zh}（{day} 起）") if day else label
