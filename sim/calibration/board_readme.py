"""The section on the validation board in the README of the calibration, made from its table.

As a program, ``python -m sim.calibration.board_readme DIR`` takes the board that
``countycare validate --out DIR`` wrote as the one that ships, and writes the section anew.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.calibration.board_effects import GRADES, Published, load_effects
from sim.calibration.board_mapping import Board
from sim.calibration.board_read import load_board
from sim.calibration.board_table import FILE, counts, found, number, read_table, span
from sim.calibration.board_verdict import NOT, VERDICTS
from sim.calibration.folder import README, calibration_folder
from sim.calibration.report_front_page import write_front_pages
from sim.experiment.documents.marked import with_section

BEGIN, END = (
    "<!-- validation board: made by sim.calibration.board_readme -->",
    "<!-- end of validation board -->",
)


def section(table: pd.DataFrame, board: Board, effects: Mapping[str, Published]) -> str:
    """Return the section between its marks: counts by verdict, comparable rows, the others with reasons."""
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    shown = [row for row in rows if row["verdict"] != NOT]
    others = [row for row in rows if row["verdict"] == NOT]
    replicates = max(int(float(str(row["replicates"]))) for row in shown)
    lines = [
        BEGIN,
        "",
        f"{len(rows)} published effects, {len(shown)} of them comparable; {replicates} replicates a pair.",
        "",
        "| verdict | effects | sign clear |",
        "|---|---|---|",
        *(
            f"| {VERDICTS[name].en} ({VERDICTS[name].zh}) | {every} | {clear if name != NOT else ''} |"
            for name, (every, clear) in counts(table).items()
        ),
        "",
        "| effect | design | published | model (95 % of replicates) | draws | verdict |",
        "|---|---|---|---|---|---|",
        *(_line(row, effects[str(row["id"])]) for row in shown),
        "",
        "Designs: " + "; ".join(f"{letter} {text.en}" for letter, text in GRADES.items()) + ".",
        "",
        "Pairs that mimic the studies:",
        "",
        *(f"- `{pair.id}`: {pair.label.en}" for pair in board.pairs()),
        "",
        "Not comparable:",
        "",
        *(f"- {row['id']} {effects[str(row['id'])].name.en}: {row['note_en']}" for row in others),
        "",
        END,
    ]
    return "\n".join(lines)


def _line(row: dict[str, object], one: Published) -> str:
    effect, low, high = (float(str(row[key])) for key in ("effect", "low", "high"))
    unit = "" if one.finding == "sign" else f" {one.unit}"
    verdict = VERDICTS[str(row["verdict"])].en + ("" if row["clear"] == "yes" else ", sign not clear")
    cells = (
        f"{one.id} {one.name.en}; {one.place} {one.year}", one.grade, f"{found(row)}{unit}",
        f"{number(effect)} ({span(low, high)})", str(row["draws"]), verdict,
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def shipped_section() -> str:
    """Return the section as the table that ships makes it."""
    return section(read_table(), load_board(), load_effects())


def main(words: list[str]) -> int:
    """Take over the board of a folder, if one is named, and write the section."""
    if len(words) > 1:
        print(__doc__)
        return 2
    folder = calibration_folder()
    if words:
        shutil.copyfile(Path(words[0]) / FILE, folder / FILE)
    file = folder / README
    text = with_section(file.read_text(encoding="utf-8"), shipped_section(), BEGIN, END)
    file.write_text(text, encoding="utf-8")
    write_front_pages()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
