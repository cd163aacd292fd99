"""The glossary (`scenarios/glossary.md`), made from `scenarios/glossary.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from sim.declare import parameter_folder
from sim.errors import Text
from sim.experiment.documents.marked import table

COLUMNS = ("topic", "term_zh", "term_en", "meaning_zh", "meaning_en", "see")
TOPICS = {
    "system": Text("Institutions and money", "机构与资金"),
    "care": Text("Care and referral", "诊疗与转诊"),
    "rules": Text("Rules of insurance and payment", "医保与支付规则"),
    "indicators": Text("Indicators", "指标"),
    "model": Text("The model", "模型"),
    "results": Text("Results and uncertainty", "结果与不确定性"),
}


@dataclass(frozen=True)
class Entry:
    """A term in both languages, what it means here, and where more is told (a file, from `scenarios/`)."""

    topic: str
    term: Text
    meaning: Text
    see: str


def glossary() -> list[Entry]:
    """Read the glossary, in the order of the file."""
    file = parameter_folder().parent / "glossary.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Entry(
                row["topic"],
                Text(row["term_en"], row["term_zh"]),
                Text(row["meaning_en"], row["meaning_zh"]),
                row["see"],
            )
            for row in csv.DictReader(stream)
        ]


def page() -> str:
    """The tables of the glossary by topic, each term in both languages."""
    parts = []
    for topic, title in TOPICS.items():
        rows = (
            (
                f"**{one.term.zh}**<br>{one.term.en}",
                f"{one.meaning.zh}<br>{one.meaning.en}",
                f"[{one.see}]({one.see})" if one.see else "",
            )
            for one in glossary()
            if one.topic == topic
        )
        parts.append(f"## {title.zh} · {title.en}\n\n{table(('术语 · term', '含义 · meaning', ''), rows)}")
    return "\n\n".join(parts)
