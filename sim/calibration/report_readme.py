"""The section on what was found in the README of the calibration, made from the tables that ship.

As a program, ``python -m sim.calibration.report_readme DIR`` takes the calibration that
``countycare calibrate --out DIR`` wrote as the one that ships (its tables, its draws, and what it took) and
writes the section anew.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from sim.calibration.findings import COLUMNS, Findings, parameter_label, read_findings, results_folder
from sim.calibration.folder import README, calibration_folder
from sim.calibration.report_front_page import write_front_pages
from sim.experiment.documents.marked import with_section

BEGIN, END = (
    "<!-- what was found: made by sim.calibration.report_readme -->",
    "<!-- end of what was found -->",
)
TOOK = "took.json"
KEPT = ("scenario", "sample", "plan", "runs", "failed", "hours", "acceptance", "lag", "walk", "draws")
"""What is kept of the record of a calibration."""
MARKS = {True: "yes", False: "**no**"}


def section(found: Findings, took: Mapping[str, object]) -> str:
    """Return the section between its marks: what it took, fit, held-out figures, what was learnt."""
    known = found.rows("identifiability")
    learnt = [row for row in known if row["status"] == "identified"]
    ends = [row for row in known if row["bound"]]
    fit = [row for row in found.rows("fit") if row["role"] == "fit"]
    lines = [
        BEGIN,
        "",
        _took(took),
        "",
        f"{_inside(fit)} of {len(fit)} fitted figures lie in the 90 % interval of what would be published, "
        f"and {_inside(found.rows('held_out'))} of {len(found.rows('held_out'))} that were held out.",
        "",
        "| figure | period | place | role | published | model (90 % of what would be published) | inside |",
        "|---|---|---|---|---|---|---|",
        *(_figure(found, row) for name in ("fit", "held_out") for row in found.rows(name)),
        "",
        "Each figure of the release held out in turn and predicted from the others (visits and admissions",
        "of a date, and the two of surgery, together):",
        "",
        "| figure | period | without also | published | predicted (90 %) | inside |",
        "|---|---|---|---|---|---|",
        *(_turn(found, row) for row in found.rows("rotation")),
        "",
        f"{len(learnt)} of {len(known)} parameters are identified (posterior over prior sd at most 0.7):",
        "",
        "| parameter | prior | posterior (90 %) | ratio |",
        "|---|---|---|---|",
        *(
            f"| `{row['id']}` {parameter_label(str(row['id'])).en} | {_span(row, 'prior_low', 'prior_high')} "
            f"| {_number(row['mean'])} ({_span(row, 'low', 'high')}) | {float(str(row['ratio'])):.2f} |"
            for row in learnt
        ),
        "",
        "Pressed against an end of their range: "
        + (", ".join(f"`{row['id']}` ({row['bound']})" for row in ends) or "none") + ".",
        "",
        END,
    ]  # fmt: skip
    return "\n".join(lines)


def _took(took: Mapping[str, object]) -> str:
    runs, hours = took["runs"], took["hours"]
    assert isinstance(runs, Mapping) and isinstance(hours, Mapping)
    share = 100 * float(str(took["sample"]))
    return (
        f"Scenario `{took['scenario']}`: {runs['sampled']} runs of {share:.0f} % of the people "
        f"({hours['sampled']:.2f} hours of one core) and {runs['everybody']} of everybody "
        f"({hours['everybody']:.2f} hours); {took['failed']} failed. {took['draws']} draws ship."
    )


def _inside(rows: list[dict[str, object]]) -> int:
    return sum(int(str(row["inside"])) for row in rows)


def _figure(found: Findings, row: Mapping[str, object]) -> str:
    return _line(found, row, "medoid", row["period"], row["scope"] or "all", row["role"])


def _turn(found: Findings, row: Mapping[str, object]) -> str:
    return _line(found, row, "mean", row["period"], row["left_out_with"] or "–")


def _line(found: Findings, row: Mapping[str, object], middle: str, *cells: object) -> str:
    """Row of a table of figures: its name, some cells, then published and simulated with its interval."""
    times, end = (100.0, " %") if found.is_share(row) else (1.0, "")
    low, high, model, published = (
        _number(times * float(str(row[key]))) for key in ("low", "high", middle, "published")
    )
    every = (f"{row['id']} {row['indicator']}", *cells, f"{published}{end}",
             f"{model}{end} ({low} – {high})", MARKS[bool(row["inside"])])  # fmt: skip
    return "| " + " | ".join(str(cell) for cell in every) + " |"


def _span(row: Mapping[str, object], low: str, high: str) -> str:
    return f"{_number(row[low])} – {_number(row[high])}"


def _number(value: object) -> str:
    amount = float(str(value))
    return f"{amount:,.0f}" if abs(amount) >= 1000 else f"{amount:.4g}".replace("-", "−")


def shipped_section() -> str:
    """Return the section as the tables that ship make it."""
    took = json.loads((results_folder() / TOOK).read_text(encoding="utf-8"))
    return section(read_findings(), took)


def take_over(folder: Path) -> None:
    """Make a finished calibration the one that ships, under the first word of its scenario's name."""
    record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    home = results_folder()
    home.mkdir(exist_ok=True)
    for name in COLUMNS:
        shutil.copyfile(folder / f"{name}.csv", home / f"{name}.csv")
    took = json.dumps({key: record[key] for key in KEPT}, indent=1, sort_keys=True)
    (home / TOOK).write_text(took + "\n", encoding="utf-8")
    draws = calibration_folder() / "posteriors" / f"{record['scenario'].partition('-')[0]}.csv"
    draws.parent.mkdir(exist_ok=True)
    shutil.copyfile(folder / "posterior.csv", draws)


def main(words: list[str]) -> int:
    """Take over the calibration of a folder, if one is named, and write the section."""
    if len(words) > 1:
        print(__doc__)
        return 2
    if words:
        take_over(Path(words[0]))
    file = calibration_folder() / README
    text = with_section(file.read_text(encoding="utf-8"), shipped_section(), BEGIN, END)
    file.write_text(text, encoding="utf-8")
    write_front_pages()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
