"""The pages on families of levers (`scenarios/levers/*.md`): what the catalogue and the ablation tell."""

from __future__ import annotations

import csv
from collections import Counter
from functools import lru_cache

from sim.declare import EVIDENCE
from sim.errors import Text
from sim.experiment.comparison.table import POOREST
from sim.experiment.documents.marked import table
from sim.experiment.studies import data_folder
from sim.indicators import registry
from sim.indicators.indicator import UNITS
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.wording import AUTHORITIES, FAMILIES
from sim.policy.wording import EVIDENCE as GRADES

LANGUAGES = ("zh", "en")
BORNE = ("own_cost_per_person", "forgone_share")
"""What is told of the poorest fifth."""
ALONE = "on_alone"
VERDICTS = {
    "agrees": Text("as claimed", "与主张一致"),
    "disagrees": Text("against the claim", "与主张相反"),
    "unclear": Text("cannot be told", "无法判断"),
}
SIGNS = {"up": "↑", "down": "↓", "either": "±"}
Row = dict[str, str]


def index() -> dict[str, str]:
    """Made sections of `scenarios/levers/README.md`: every family with its levers."""
    return {language: _families(language) for language in LANGUAGES}


def sections(family: str) -> dict[str, str]:
    """Made sections of the page on a family, by name."""
    ones = [lever for lever in load_levers().values() if lever.family == family]
    made = {}
    for language in LANGUAGES:
        made[f"levers-{language}"] = _levers(ones, language)
        made[f"measured-{language}"] = _measured(ones, language)
        made[f"poorest-{language}"] = _poorest(ones, language)
        made[f"grounds-{language}"] = _grounds(ones, language)
    return made


def _families(language: str) -> str:
    head = Text("family | levers", "类别 | 杠杆").say(language).split(" | ")
    joint = "、" if language == "zh" else "; "
    rows = (
        (f"[{name.say(language)}]({family}.md)",
         joint.join(one.label.say(language) for one in load_levers().values() if one.family == family))
        for family, name in FAMILIES.items()
    )  # fmt: skip
    return table(head, rows)


def _levers(ones: list[Lever], language: str) -> str:
    """What each is, who has done it, who decides, and how it acts in the model."""
    words = Text(
        "lever | who has done it (source, clause) | decided by | mechanism in the model | decision it moves",
        "杠杆 | 谁做过（来源、条款） | 决定权 | 模型中的机制 | 影响的决策",
    )
    rows = (
        (f"{one.label.say(language)}<br>`{one.id}`", one.source, AUTHORITIES[one.changed_by].say(language),
         one.acts_through.say(language), one.decision.say(language))
        for one in ones
    )  # fmt: skip
    return table(words.say(language).split(" | "), rows)


def _measured(ones: list[Lever], language: str) -> str:
    """What is claimed of each, and what the model found when it alone was switched on."""
    words = Text("lever | claimed | without it | change (95 %) | verdict",
                 "杠杆 | 文件主张 | 未启用时 | 变化（95 %区间） | 判断")  # fmt: skip
    rows = []
    for one in ones:
        for row in ablated():
            if (row["lever"], row["mode"], row["about"], row["basis"]) == (
                one.id, ALONE, "claim", "happened",
            ):  # fmt: skip
                name = labels()[row["indicator"]].say(language)
                rows.append((one.label.say(language), f"{name} {SIGNS[row['claimed']]}",
                             *_change(row, language), VERDICTS[row["verdict"]].say(language)))  # fmt: skip
    return table(words.say(language).split(" | "), rows)


def _poorest(ones: list[Lever], language: str) -> str:
    """What each did to the poorest fifth, where the interval leaves out zero."""
    words = Text("lever | of the poorest fifth | without it | change (95 %)",
                 "杠杆 | 最低收入五分之一人群 | 未启用时 | 变化（95 %区间）")  # fmt: skip
    rows = []
    for one in ones:
        for row in ablated():
            found = (row["lever"], row["mode"], row["group"], row["basis"]) == (
                one.id, ALONE, POOREST, "happened",
            )  # fmt: skip
            if found and row["indicator"] in BORNE and float(row["low"]) * float(row["high"]) > 0:
                name = labels()[row["indicator"]].say(language)
                rows.append((one.label.say(language), name, *_change(row, language)))
    none = Text("No lever of the family moved either beyond chance.", "本类没有杠杆使其变化超出随机波动。")
    return table(words.say(language).split(" | "), rows) if rows else none.say(language)


def _grounds(ones: list[Lever], language: str) -> str:
    """How many of the numbers that the levers set rest on what."""
    head = [Text("lever", "杠杆").say(language), *(GRADES[one].say(language) for one in EVIDENCE)]
    rows = []
    for one in ones:
        grades = Counter(dial.evidence for dial in one.dials.values())
        rows.append([one.label.say(language), *(str(grades[grade] or "") for grade in EVIDENCE)])
    kept = [0, *(at for at in range(1, len(head)) if any(row[at] for row in rows))]
    return table([head[at] for at in kept], [[row[at] for at in kept] for row in rows])


@lru_cache(maxsize=1)
def labels() -> dict[str, Text]:
    """Names of the indicators, those by group too."""
    return {one.id: one.label for one in (*registry.group_indicators(), *registry.all())}


@lru_cache(maxsize=1)
def ablated() -> tuple[Row, ...]:
    """Rows of the stored ablation of Lulong."""
    with (data_folder() / "ablation_lulong.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _change(row: Row, language: str) -> tuple[str, str]:
    """Value without the lever, and the change with its interval; shares in per cent and points."""
    scale = 100.0 if row["unit"] == "share" else 1.0
    before, change, low, high = (
        scale * float(row[key] or "nan") for key in ("baseline", "difference", "low", "high")
    )
    unit, points = UNITS[row["unit"]].say(language), Text("points", "个百分点").say(language)
    digits = 0 if max(abs(low), abs(high)) >= 100 else 2
    interval = f"{change:+.{digits}f} ({low:+.{digits}f} … {high:+.{digits}f})".replace("-", "−")
    if row["unit"] == "share":
        return f"{before:.2f} %", f"{interval} {points}"
    return f"{before:,.{digits}f} {unit}", interval
