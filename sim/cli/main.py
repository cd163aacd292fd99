"""The command `countycare`: from the words typed to an exit code.

Exit codes: 0 done; 2 the user gave something wrong, told in one sentence; 130 interrupted; 1 a fault of the
program, told in one sentence that names the log. Heavy libraries are imported by the commands that need them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from sim.errors import Interrupted, Text, UserError
from sim.language import LANGUAGES, from_environment

if TYPE_CHECKING:
    import typer

NAME = "countycare"


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    language = from_environment(os.environ)
    debug = "--debug" in arguments
    try:
        words, given = take_language(arguments)
        language = given or language
        return _dispatch([word for word in words if word != "--debug"], language)
    except Interrupted as error:
        return _say(error.text, language, 130)
    except UserError as error:
        print(error.say(language), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return _say(Text("Interrupted.", "已中断。"), language, 130)
    except BrokenPipeError:  # the reader of our output has gone, for example `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        if debug:
            raise
        return _say(_log_failure(), language, 1)


def take_language(arguments: Sequence[str]) -> tuple[list[str], str]:
    """Take ``--lang`` out of the words, wherever it stands.

    Returns
    -------
    list of str
        The other words.
    str
        The language given, or an empty string.

    Raises
    ------
    UserError
        When the language is none of the two.
    """
    rest: list[str] = []
    given = ""
    words = iter(arguments)
    for word in words:
        if word != "--lang" and not word.startswith("--lang="):
            rest.append(word)
            continue
        given = next(words, "") if word == "--lang" else word.removeprefix("--lang=")
        if given not in LANGUAGES:
            raise UserError(
                f"{given!r} is not a language; give zh or en", f"“{given}”不是语言；请给 zh 或 en", "--lang"
            )
    return rest, given


def _dispatch(words: list[str], language: str) -> int:
    import typer
    from typer.main import get_command

    from sim.cli.app import build
    from sim.cli.screen import Screen
    from sim.cli.words import Words, translate_help

    command = get_command(build(language))
    translate_help(command, Words(language))
    try:
        code = command.main(words or ["--help"], prog_name=NAME, standalone_mode=False, obj=Screen(language))
    except typer.TyperException as error:
        raise _usage(error) from error
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.Exit as error:
        return error.exit_code
    return code if isinstance(code, int) else 0


def _usage(error: typer.TyperException) -> UserError:
    """Tell a fault of the words typed in both languages; the parser knows only English."""
    context: Any = getattr(error, "ctx", None)
    place = context.command_path if context else NAME
    message = error.format_message()
    quoted = re.findall(r"'([^']*)'", message)
    parameter: Any = getattr(error, "param", None)
    near = ""
    match type(error).__name__:
        case "NoSuchOption":
            option = str(getattr(error, "option_name", ""))
            near = next(iter(getattr(error, "possibilities", None) or ()), "")
            text = Text(f"there is no option {option}", f"没有选项 {option}")
        case "MissingParameter" if parameter is not None:
            name = parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]
            text = Text(f"{name} is missing", f"缺少 {name}")
        case "BadOptionUsage":
            option = str(getattr(error, "option_name", ""))
            text = Text(f"the option {option} needs a value", f"选项 {option} 需要一个值")
            if "does not take" in message:
                text = Text(f"the option {option} takes no value", f"选项 {option} 不带值")
        case _ if message.startswith("No such command") and quoted:
            near = next(iter(get_close_matches(quoted[0], context.command.commands, 1)), "")
            text = Text(f"there is no command {quoted[0]}", f"没有命令 {quoted[0]}")
        case _ if message.startswith("Missing command"):
            text = Text("a command is missing", "缺少子命令")
        case _ if message.startswith("Got unexpected extra"):
            extra = message.partition("(")[2].rpartition("(")[2].rstrip(").")
            text = Text(f"there is something too much: {extra}", f"多出了内容：{extra}")
        case _:
            text = Text(message.rstrip("."), f"命令写法不对（{message.rstrip('.')}）")
    guess = Text(f" (did you mean {near}?)", f"（是否想写 {near}？）") if near else Text("", "")
    see = Text(f"; see {place} --help", f"；用法见 {place} --help")
    return UserError(text.en + guess.en + see.en, text.zh + guess.zh + see.zh)


def _say(text: Text, language: str, code: int) -> int:
    print(text.say(language), file=sys.stderr)
    return code


def _log_failure() -> Text:
    """Write the traceback to a log and say where it is."""
    import tempfile
    import traceback
    from pathlib import Path

    from platformdirs import user_log_path

    for folder in (user_log_path(NAME, appauthor=False), Path(tempfile.gettempdir())):
        log = folder / f"{NAME}-error.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            log.write_text(traceback.format_exc(), encoding="utf-8")
        except OSError:
            continue
        return Text(
            f"This is a fault of the program, not yours; see {log}, or add --debug to see the details.",
            f"这是程序的错误，不是您的操作问题；详情见 {log}（或加 --debug 直接显示）。",
        )
    return Text(
        "This is a fault of the program, not yours; add --debug to see it.",
        "这是程序的错误；加 --debug 查看详情。",
    )
