"""Numbers a county has and lacks, and how much surer its results would be with each (信息价值)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.calibration.findings import parameter_label
from sim.county import SCENARIO
from sim.county.targets import LACK, OWN, PRIORS, TARGETS, figures
from sim.errors import Text, UserError
from sim.problems import nearest, shown

INFORMATION = "information.csv"
_NOT_WORTHS = ("kind", "id", "worth")
PARAMETER = "parameter"
SURVEY = Text("a survey or study of your own", "需自行调查或研究")
MOST = 10
"""Unknown numbers of the model that are told."""


@dataclass(frozen=True)
class Worth:
    """What one number would be worth.

    Attributes
    ----------
    kind : str
        ``own`` (given: worth of measuring it once more), ``lack`` (not given), ``parameter`` (a number of the
        model that no table asks for: worth of knowing it exactly, by a survey).
    label : Text
    needs : Text
        What to fill in to have it.
    share : float
        Part of the variance that the posterior leaves which would go.
    """

    kind: str
    label: Text
    needs: Text
    share: float


def worths(folder: Path, about: str = "") -> tuple[list[Worth], tuple[str, ...]]:
    """Read what a calibration says each number is worth.

    Parameters
    ----------
    folder : Path
        Of the calibration; holds ``information.csv``.
    about : str, optional
        Indicator whose uncertainty counts; all shares that were fitted, if left out.

    Returns
    -------
    list of Worth
        What is lacking first, then what is given, then unknown numbers; most worth first in each.
    tuple of str
        Indicators that can be asked about.

    Raises
    ------
    UserError
        When the folder holds no calibration, or nothing was fitted about the indicator.
    """
    file = folder / INFORMATION
    if not file.is_file():
        raise UserError(
            f"holds no {INFORMATION}; give the folder of a finished `countycare calibrate`",
            f"没有 {INFORMATION}；请给出已完成的 countycare calibrate 的结果文件夹",
            shown(folder),
        )
    table = pd.read_csv(file)
    columns = [str(one) for one in table.columns if one not in _NOT_WORTHS]
    asked = tuple(dict.fromkeys(one.split()[0] for one in columns))
    if about and about not in asked:
        guess = nearest(about, asked)
        raise UserError(
            f"nothing was fitted about {about!r}; give one of {', '.join(asked)}"
            + (f"; did you mean {guess}?" if guess else ""),
            f"没有关于“{about}”的拟合；可给：{'、'.join(asked)}" + (f"；是否想写 {guess}？" if guess else ""),
            "--about",
        )
    chosen = [one for one in columns if not about or one.split()[0] == about]
    table = table.assign(share=table[chosen].mean(axis=1)).sort_values(
        "share", ascending=False, kind="stable"
    )
    rows = [(str(kind), str(id_), float(share)) for kind, id_, share in table[["kind", "id", "share"]].values]
    told = [*_figures(rows), *_numbers(rows)]
    order = (LACK, OWN, PARAMETER)
    return sorted(told, key=lambda one: order.index(one.kind)), asked


def _figures(rows: list[tuple[str, str, float]]) -> Iterator[Worth]:
    known = {one.indicator: one for one in figures()}
    for kind, id_, share in rows:
        own, _, rest = id_.partition("-")
        indicator, _, period = rest.partition("-")
        if kind == "figure" and indicator in known and own in (OWN, LACK):
            one = known[indicator]
            yield Worth(own, Text(f"{one.label.en}, {period}", f"{one.label.zh}，{period}"), one.needs, share)


def _numbers(rows: list[tuple[str, str, float]]) -> Iterator[Worth]:
    numbers = [(id_, share) for kind, id_, share in rows if kind == PARAMETER]
    for id_, share in numbers[:MOST]:
        yield Worth(PARAMETER, number_label(id_), SURVEY, share)


def number_label(id_: str) -> Text:
    """Name of a free parameter with its id."""
    label = parameter_label(id_)
    return Text(f"{label.en} ({id_})", f"{label.zh}（{id_}）")


def own_files(folder: Path) -> tuple[Path, Path, Path] | None:
    """Scenario, targets and priors of a county's folder; None when it is no such folder.

    Raises
    ------
    UserError
        When the scenario is not built yet, or the tables give nothing to fit.
    """
    if not folder.is_dir():
        return None
    file = folder / SCENARIO
    data = file.with_name(f"{file.stem}-data")
    if not file.is_file() or not data.is_dir():
        raise UserError(
            f"holds no scenario yet; run `countycare county build {folder}`",
            f"尚未生成方案；请先运行 countycare county build {folder}",
            shown(folder),
        )
    if not (data / TARGETS).is_file():
        raise UserError(
            "its tables give nothing to fit: fill monthly sums of January to September 2024",
            "数据表没有可拟合的内容：请填写 2024 年 1–9 月的月度汇总",
            shown(folder),
        )
    return file, data / TARGETS, data / PRIORS
