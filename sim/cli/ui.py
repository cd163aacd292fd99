"""`countycare ui`: the workbench in the browser."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import typer

from sim.cli.screen import Screen
from sim.cli.values import whole
from sim.cli.words import Words


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    port = words.option(
        "--port", "N", "Port of this machine; 0 takes a free one.", "本机端口；0 为自动选择。", "8765"
    )
    no_open = words.switch("--no-open", "Do not open the browser.", "不自动打开浏览器。")
    host = words.option(
        "--host", "ADDRESS", "Let other machines in at this address; needs --password-file.",
        "在此地址向其他电脑开放；须同时给 --password-file。",
    )  # fmt: skip
    password = words.option(
        "--password-file", "FILE", "File whose first line is the password that readers must give.",
        "密码文件，首行为访问者须输入的密码。",
    )  # fmt: skip
    title = words("Open the workbench in the browser; needs no internet.", "在浏览器中打开工作台，无需联网。")

    @app.command("ui", help=title, rich_help_panel=words("Commands", "命令"))
    def ui(
        ctx: typer.Context,
        port: str = port,
        no_open: bool = no_open,
        host: str = host,
        password_file: str = password,
    ) -> None:
        screen: Screen = ctx.obj
        arguments = ["--lang", screen.language, "--port", str(whole(port, "--port", 0, 65535))]
        if no_open:
            arguments.append("--no-open")
        if host:
            arguments += ["--host", host]
        if password_file:
            arguments += ["--password-file", str(Path(password_file))]
        raise typer.Exit(_serve(arguments))


def _serve(arguments: list[str]) -> int:
    """Run the server as a process of its own and return its exit code; it ends with this one."""
    process = subprocess.Popen([sys.executable, "-m", "sim.ui.serve", *arguments])
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal has told the server too; it closes by itself
            continue
