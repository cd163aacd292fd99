"""Commands that the documents show are there, with their options; and the documents show every command."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from sim.cli.app import build

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "README.zh.md",
    "sim/cli/README.md",
    "scenarios/county/README.md",
    "scenarios/README.md",
    "calibration/README.md",
    "sim/bundle/INSTALL.txt",
)
APP: Any = typer.main.get_command(build("en"))
MAINTAINERS = {"geography"}
"""Commands that are told beside the data they are for."""


def shown(name: str) -> list[list[str]]:
    """Words of every command of a document, in blocks and in running text, without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"(?m)^ *(countycare [a-z].*)$", text) + re.findall(r"`(countycare [a-z][^`]*)`", text)
    return [shlex.split(re.split(r"  +#?|  #| # ", one)[0])[1:] for one in found]


def known(words: list[str]) -> Any:
    """The command that the words begin with."""
    command: Any = APP
    for word in words:
        below = getattr(command, "commands", None)
        if not below:
            break
        assert word in below, " ".join(words)
        command = below[word]
    return command


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_are_there(name: str) -> None:
    commands = shown(name)
    assert commands
    for words in commands:
        command = known(words)
        options = {option for one in command.params for option in one.opts}
        asked = {word.strip("[]") for word in words if word.strip("[]").startswith("--")}
        assert asked <= options | {"--lang", "--help"}, " ".join(words)


def test_every_command_is_shown_in_both_languages() -> None:
    english, chinese = (ROOT / "sim/cli/README.md").read_text(encoding="utf-8").split("\n# 命令行\n")
    for name in sorted(set(APP.commands) - MAINTAINERS):
        assert f"countycare {name}" in english and f"countycare {name}" in chinese, name
