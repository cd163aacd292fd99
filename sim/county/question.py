"""A policy question: which unknown number, if it were known, would make the answer surer (信息价值)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.calibration.information import worth_of_knowing
from sim.county.worth import MOST, PARAMETER, SURVEY, Worth, number_label
from sim.errors import UserError
from sim.experiment.batch.results import load_results
from sim.problems import nearest, shown
from sim.scenario.posterior import read_posterior

POSTERIOR = "posterior.csv"
LEAST = 30
"""Draws below which chance alone would make some number look worth knowing."""
_HAPPENED = "happened"


def worths_for(folder: Path, comparison: Path, about: str) -> list[Worth]:
    """Say what knowing each number exactly would take from the uncertainty of a policy's effect.

    Parameters
    ----------
    folder : Path
        Of a calibration; its ``posterior.csv`` holds the draws.
    comparison : Path
        Of `countycare compare` of two scenarios that draw from this posterior; the effect is the second less
        the first.
    about : str
        Indicator whose change is asked for.

    Returns
    -------
    list of Worth
        Most worth first, at most `MOST`; by regression of the effects on each number, told by left-out draws.

    Raises
    ------
    UserError
        When there is no posterior or comparison, the indicator is none of it, or it has fewer draws than
        `LEAST`.
    """
    if not (folder / POSTERIOR).is_file():
        raise UserError(
            f"holds no {POSTERIOR}; give the folder of a finished `countycare calibrate`",
            f"没有 {POSTERIOR}；请给出已完成的 countycare calibrate 的结果文件夹",
            shown(folder),
        )
    posterior = read_posterior(folder / POSTERIOR)
    effects = _effects(comparison, about)
    if len(effects) < LEAST:
        raise UserError(
            f"has {len(effects)} replicates of drawn numbers; compare with --replicates {LEAST + 1}",
            f"只有 {len(effects)} 次抽取参数的重复；请用 --replicates {LEAST + 1} 或更多次运行 compare",
            shown(comparison),
        )
    rows = [posterior.values(draw) for draw in effects]
    numbers = np.array([[row[id_] for id_ in posterior.ids] for row in rows])
    moving = numbers.std(axis=0) > 0
    ids = [id_ for id_, moves in zip(posterior.ids, moving, strict=True) if moves]
    scores = (numbers[:, moving] - numbers[:, moving].mean(axis=0)) / numbers[:, moving].std(axis=0)
    shares = worth_of_knowing(scores, np.array([list(effects.values())]).T)[:, 0]
    best = np.argsort(-shares, kind="stable")[:MOST]
    return [Worth(PARAMETER, number_label(ids[k]), SURVEY, float(shares[k])) for k in best]


def _effects(comparison: Path, about: str) -> dict[int, float]:
    """Change of an indicator from the first scenario to the second, by parameter draw."""
    table = load_results(comparison)
    plain = table[(table["basis"] == _HAPPENED) & (table[["group", "scope", "period"]] == "").all(axis=1)]
    known = sorted(set(plain["indicator"]))
    if about not in known:
        guess = nearest(about, known)
        raise UserError(
            f"the comparison tells nothing of {about!r}" + (f"; did you mean {guess}?" if guess else ""),
            f"对比结果中没有“{about}”" + (f"；是否想写 {guess}？" if guess else ""),
            "--about",
        )
    chosen = plain[(plain["indicator"] == about) & (plain["draw"] > 0)]
    names = list(dict.fromkeys(table["scenario"]))[:2]
    wide = chosen.drop_duplicates(["draw", "scenario"]).pivot(
        index="draw", columns="scenario", values="value"
    )
    difference = (wide.reindex(columns=names).iloc[:, -1] - wide.reindex(columns=names).iloc[:, 0]).dropna()
    return {int(draw): float(value) for draw, value in zip(difference.index, difference, strict=True)}
