"""Options and arguments with help in the user's language.

Typer reads annotations and default values when a command is registered. Commands are therefore registered
inside a function that knows the language, and nothing needs translating afterwards.
"""

from __future__ import annotations

from typing import Any

import typer

from sim.language import Speaker


class Words(Speaker):
    """Makes help texts and parameters in one language."""

    def argument(self, name: str, en: str, zh: str) -> Any:
        """Return a required argument."""
        return typer.Argument(
            ...,
            metavar=name,
            help=self(en, zh),
            show_default=False,
            rich_help_panel=self("Arguments", "参数"),
        )

    def several(self, name: str, en: str, zh: str) -> Any:
        """Return an argument that is given once or more."""
        return typer.Argument(
            ...,
            metavar=f"{name}...",
            help=self(en, zh),
            show_default=False,
            rich_help_panel=self("Arguments", "参数"),
        )

    def optional(self, name: str, en: str, zh: str) -> Any:
        """Return an argument that may be left out."""
        return typer.Argument(
            None,
            metavar=f"[{name}]",
            help=self(en, zh),
            show_default=False,
            rich_help_panel=self("Arguments", "参数"),
        )

    def option(self, flag: str, metavar: str, en: str, zh: str, default: str | None = None) -> Any:
        """Return an option with a text value; `sim.cli.values` reads it and tells its faults."""
        shown = self(f" (default {default})", f"（默认 {default}）") if default else ""
        return typer.Option(
            default,
            flag,
            metavar=metavar,
            help=self(en, zh) + shown,
            show_default=False,
            rich_help_panel=self("Options", "选项"),
        )

    def required(self, flag: str, metavar: str, en: str, zh: str) -> Any:
        """Return an option that must be given."""
        return typer.Option(
            ...,
            flag,
            metavar=metavar,
            help=self(en, zh),
            rich_help_panel=self("Options", "选项"),
            show_default=False,
        )

    def switch(self, flag: str, en: str, zh: str) -> Any:
        """Return an option without a value."""
        return typer.Option(
            False,
            flag,
            metavar="",
            help=self(en, zh),
            rich_help_panel=self("Options", "选项"),
            show_default=False,
        )


def translate_help(command: Any, words: Words) -> None:
    """Put the help option, which Typer makes by itself, into the language and beside the other options."""
    option = command.get_help_option(typer.Context(command))
    option.help = words("Show this help.", "显示本帮助。")
    option.metavar = ""
    option.rich_help_panel = words("Options", "选项")
    for part in getattr(command, "commands", {}).values():
        translate_help(part, words)
