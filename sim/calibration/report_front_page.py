"""The table of the two readmes that tells how sure the numbers are, made from the tables that ship.

``python -m sim.calibration.report_front_page`` writes it anew (`make documents`), and so do the programs that
take over a calibration or a validation board.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from sim.calibration.board_table import counts, read_table
from sim.calibration.board_verdict import NOT, VERDICTS
from sim.calibration.findings import Findings, read_findings
from sim.calibration.folder import calibration_folder
from sim.declare import load_parameters
from sim.errors import Text
from sim.experiment.documents.marked import table, with_sections
from sim.language import LANGUAGES
from sim.policy.wording import EVIDENCE

FILES = {"en": "README.md", "zh": "README.zh.md"}
MARK = "how sure"
HEAD = Text("what was tried", "检验内容"), Text("result", "结果")
FITTED = Text(
    "figures of 2024 that were fitted: the published value lies in the model's 90 % interval",
    "2024年公布指标，参与拟合：公布值落在模型90%区间内",
)
HELD = Text("figures that were held out: the same", "留出、未参与拟合的公布指标：落在区间内")
TURN = Text(
    "figures of the release, each left out in turn and predicted from the others",
    "发布的指标逐项留出、由其余指标预测：落在区间内",
)
KNOWN = Text(
    "free parameters that the figures narrow down (the others stay nearly as wide as before)",
    "待估参数中被数据明显收窄的个数（其余与先验相差不大）",
)
BOARD = Text(
    "published policy effects ({}), never used for fitting, against the model's 95 % interval",
    "已发表的政策效果（{}项，从不用于拟合），与模型95%区间对照",
)
CLEAR = Text(" (sign clear in {})", "（其中{}项方向明确）")
GRADED = Text("numbers of the model ({}), by what they rest on", "模型所声明的数字（{}个），按依据分")
OF = Text("{} of {}", "{} / {}")


def rows(
    found: Findings, board: pd.DataFrame, evidence: Iterable[str], language: str
) -> list[tuple[str, str]]:
    """Return what was tried and how it came out.

    Parameters
    ----------
    found : Findings
        The calibration.
    board : pd.DataFrame
        The validation board.
    evidence : iterable of str
        Grade of every declared number.
    language : str
    """
    fit = [row for row in found.rows("fit") if row["role"] == "fit"]
    known = found.rows("identifiability")
    narrowed = sum(row["status"] == "identified" for row in known)
    told = [
        (FITTED.say(language), _inside(fit, language)),
        (HELD.say(language), _inside(found.rows("held_out"), language)),
        (TURN.say(language), _inside(found.rows("rotation"), language)),
        (KNOWN.say(language), OF.say(language).format(narrowed, len(known))),
    ]
    verdicts = [
        f"{VERDICTS[name].say(language)} {every}" + (CLEAR.say(language).format(clear) if name != NOT else "")
        for name, (every, clear) in counts(board).items()
    ]
    graded = Counter(evidence)
    grades = [f"{words.say(language)} {graded[grade]:,}" for grade, words in EVIDENCE.items()]
    between = {"en": ", ", "zh": "，"}[language]
    told.append((BOARD.say(language).format(len(board)), between.join(verdicts)))
    told.append((GRADED.say(language).format(f"{graded.total():,}"), between.join(grades)))
    return told


def _inside(figures: list[dict[str, object]], language: str) -> str:
    inside = sum(int(str(row["inside"])) for row in figures)
    return OF.say(language).format(inside, len(figures))


def shipped(language: str) -> str:
    """Return the table as what ships makes it."""
    evidence = [one.evidence for one in load_parameters().values()]
    head = tuple(one.say(language) for one in HEAD)
    return table(head, rows(read_findings(), read_table(), evidence, language))


def write_front_pages() -> None:
    """Write the table into both readmes; an installed wheel has none."""
    for language in LANGUAGES:
        file = calibration_folder().parent / FILES[language]
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            file.write_text(with_sections(text, {MARK: shipped(language)}), encoding="utf-8")


if __name__ == "__main__":
    write_front_pages()
