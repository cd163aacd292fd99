"""Finding scenario files: those that ship with the package, by name, and a user's own, by path."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from sim.errors import UserError
from sim.problems import nearest

SUFFIXES = (".yaml", ".yml")


def scenario_folder() -> Path:
    """Folder of the scenarios that ship with the package (the same in a clone and in an installed wheel)."""
    return Path(__file__).resolve().parent.parent.parent / "scenarios"


def shipped_names() -> list[str]:
    """Names of the scenarios that ship with the package, sorted."""
    return sorted(file.stem for file in scenario_folder().glob("*.yaml"))


def shipped_file(name: str) -> Path | None:
    """File of the shipped scenario called `name`, or None."""
    return scenario_folder() / f"{name}.yaml" if name in shipped_names() else None


def exists(path: Path, *, folder: bool = False) -> bool:
    """Whether a path names a file (or a folder); an impossible name (too long, with a NUL) names none."""
    try:
        return path.is_dir() if folder else path.is_file()
    except (OSError, ValueError):
        return False


def find_scenario(name_or_path: str | Path) -> Path:
    """Find a scenario file by shipped name or by path.

    Raises
    ------
    UserError
        When neither a shipped scenario nor a file is meant; tells the nearest name.
    """
    text = str(name_or_path)
    shipped = shipped_file(text)
    if shipped:
        return shipped
    path = Path(text)
    if exists(path):
        return path
    if path.suffix in SUFFIXES:
        raise UserError("there is no such scenario file", "没有这个方案文件", text)
    guess = nearest(text, shipped_names())
    known = ", ".join(shipped_names())
    raise UserError(
        f"no scenario is called {text!r}" + (f"; did you mean {guess!r}?" if guess else f"; known: {known}"),
        f"没有名为“{text}”的方案" + (f"；是否想写“{guess}”？" if guess else f"；现有：{known}"),
    )


def find_base(name: str, beside: Path) -> Path | None:
    """File of the scenario that another one names as its base.

    A shipped name comes first, then a file beside the one that names it, with or without its ending.
    """
    shipped = shipped_file(name)
    if shipped:
        return shipped
    for suffix in ("", *SUFFIXES):
        file = beside.parent / f"{name}{suffix}"
        if exists(file):
            return file
    return None


@lru_cache(maxsize=1)
def calendar_years() -> tuple[int, int]:
    """First and last year of which the public holidays are known (`data/calendar.csv`)."""
    file = scenario_folder() / "data" / "calendar.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        years = {int(row["year"]) for row in csv.DictReader(stream)}
    return min(years), max(years)


@lru_cache(maxsize=1)
def known_counties() -> dict[str, str]:
    """Chinese name of every county unit with census facts, by code (`data/county_facts.csv`)."""
    file = scenario_folder() / "data" / "county_facts.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(stream)}
