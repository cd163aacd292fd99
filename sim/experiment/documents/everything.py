"""Which document holds which made sections, and writing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from sim.declare import parameter_folder
from sim.experiment.documents import glossary, levers, odd
from sim.experiment.documents.marked import with_sections
from sim.policy.wording import FAMILIES


def documents() -> dict[Path, Callable[[], Mapping[str, str]]]:
    """Every document with made sections, and what makes them."""
    scenarios = parameter_folder().parent
    made: dict[Path, Callable[[], Mapping[str, str]]] = {
        scenarios.parent / "sim" / "README.md": odd.sections,
        scenarios / "glossary.md": lambda: {"glossary": glossary.page()},
        scenarios / "levers" / "README.md": levers.index,
    }
    for family in FAMILIES:
        made[scenarios / "levers" / f"{family}.md"] = partial(levers.sections, family)
    return made


def made_anew(path: Path) -> str:
    """Return the text of a document with its sections made anew.

    Raises
    ------
    ValueError
        When its marks are not the names of its sections.
    """
    return with_sections(path.read_text(encoding="utf-8"), documents()[path]())


def write_all() -> list[Path]:
    """Write the documents whose sections are stale, and return their paths."""
    stale = []
    for path in documents():
        text = made_anew(path)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            stale.append(path)
    return stale
