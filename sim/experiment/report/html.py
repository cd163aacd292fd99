"""One HTML file in both languages that loads nothing and prints to PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader

from sim import __version__
from sim.errors import Text
from sim.policy.wording import percent
from sim.scenario import Scenario

LANGUAGES = ("zh", "en")


def write(template: str, page: Callable[[str], dict[str, Any]]) -> str:
    """Return the file: the page in each language, one shown at a time.

    Parameters
    ----------
    template : str
        File beside this one; it extends `base.html.j2`.
    page : callable
        Everything the template shows, by language.
    """
    environment = Environment(
        loader=PackageLoader("sim.experiment.report", "."), autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(template).render(pages={one: page(one) for one in LANGUAGES})


def frame(
    language: str, title: str, scenario: Scenario, replicates: int, sample: float, command: str
) -> dict[str, Any]:
    """Return what a page on runs says: what was run, how often, and by which command."""
    return bare_frame(language, title, command) | {
        "people": {
            "sample": percent(sample).say(language), "replicates": replicates, "start": scenario.start,
            "until": scenario.until,
        },
    }  # fmt: skip


def bare_frame(language: str, title: str, command: str) -> dict[str, Any]:
    """Return what every page says."""
    return {
        "say": lambda en, zh: Text(en, zh).say(language),
        "colon": Text(": ", "：").say(language),
        "semicolon": Text("; ", "；").say(language),
        "stop": Text(". ", "。").say(language),
        "title": title,
        "version": __version__,
        "command": command,
    }
