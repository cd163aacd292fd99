"""How sure an ablation is, and how many seeds would tell more."""

from __future__ import annotations

import pandas as pd

from sim.errors import Text
from sim.experiment.paired import replicates_needed

MORE = (20, 100)
"""Numbers of seeds for which it is told how many more claims would be clear."""


def how_sure(table: pd.DataFrame, seeds: int, sample: float) -> list[Text]:
    """Say how many claims the seeds decide, what more seeds would do, and what the intervals leave out."""
    claims = table[(table["claimed"].fillna("") != "") & (table["basis"] == "happened")]
    counts = claims["verdict"].value_counts()
    open_ = claims[claims["verdict"] == "unclear"]
    still = int((open_["difference"] == 0).sum())
    agree, against = (int(counts.get(word, 0)) for word in ("agrees", "disagrees"))
    luck = f"{0.05 * len(claims):.0f}"
    said = [
        Text(
            f"{seeds} {'seed' if seeds == 1 else 'seeds'}, {100 * sample:g} % of the people: "
            f"of {len(claims)} claims {agree} agree, {against} disagree, {len(open_)} are unclear "
            f"({still} of them exactly zero). About {luck} would look clear by chance alone.",
            f"{seeds} 个随机种子、{100 * sample:g}% 的人口：{len(claims)} 项主张中 {agree} 项一致、"
            f"{against} 项相反、{len(open_)} 项不明（其中 {still} 项差异恰为零）。"
            f"单凭偶然约有 {luck} 项会显得明确。",
        )
    ]
    if seeds < 2:
        said.append(
            Text(
                "One seed gives no interval, so nothing is decided; give --seeds 5 or more.",
                "一个种子没有区间，无从判断；请给 --seeds 5 或更多。",
            )
        )
    else:
        needed = [
            replicates_needed(*row)
            for row in open_[["difference", "low", "high", "seeds"]].itertuples(index=False, name=None)
        ]
        by = [agree + against + sum(n is not None and n <= more for n in needed) for more in MORE]
        said.append(
            Text(
                f"If the measured differences were the true ones, {by[0]} claims would be clear with "
                f"{MORE[0]} seeds and {by[1]} with {MORE[1]}, or with fewer seeds and a larger sample.",
                f"若所测差异即真实差异，{MORE[0]} 个种子可明确 {by[0]} 项，{MORE[1]} 个可明确 {by[1]} 项；"
                "加大抽样可减少所需种子。",
            )
        )
    harm = table[table["about"] == "harm"]
    worse = int((harm["movement"] == "worse").sum())
    said.append(
        Text(
            f"Of {len(harm)} comparisons that tell harm {worse} are clearly worse; chance alone would make "
            f"about {0.025 * len(harm):.0f} look so.",
            f"{len(harm)} 项损害对照中 {worse} 项明确变差；单凭偶然约有 {0.025 * len(harm):.0f} 项会如此。",
        )
    )
    said.append(
        Text(
            "Intervals hold chance only: other parameter values, other strengths of a lever and other maps "
            "are not in them.",
            "区间只含偶然波动，不含参数、杠杆强度和地图的不确定。",
        )
    )
    return said
