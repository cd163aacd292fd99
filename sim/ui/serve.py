"""Start the server of the workbench: ``python -m sim.ui.serve``.

Settings of Solara are read from the environment when it is imported, so they are put there first and the
libraries are imported by `main`.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import socket
import sys
import warnings
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from sim.errors import Text, UserError
from sim.language import LANGUAGES, from_environment
from sim.ui.office import close_office, office

PORT = 8765
LOCAL = "127.0.0.1"

SETTINGS = {
    "SOLARA_APP": "sim.ui.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "医共体沙盘 CountyCare",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(Path(__file__).parent / "assets"),
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "SOLARA_KERNEL_CULL_TIMEOUT": "2h",
    "SOLARA_KERNEL_MAX_PER_SESSION": "20",
}
"""What Solara reads when it is imported: nothing is told to its makers, nothing fetched, sessions end."""


def main(words: Sequence[str] | None = None) -> int:
    """Check the machine, start the server, and return an exit code when it has ended."""
    given = _read(words)
    try:
        from sim.ui import offline

        password = _password(given.host, given.password_file)
        offline.check()
        with _listen(given.host or LOCAL, given.port) as listener:
            return _serve(given, listener, password)
    except UserError as error:
        print(error.say(given.lang), file=sys.stderr)
        return 2


def _read(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sim.ui.serve", description="The CountyCare workbench")
    parser.add_argument("--host", default="")
    parser.add_argument("--password-file", default="")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--no-open", action="store_true")
    parser.add_argument("--lang", choices=LANGUAGES, default=from_environment(os.environ))
    return parser.parse_args(words)


def _password(host: str, file: str) -> str:
    """Return the password, or nothing for a server that only this machine reaches."""
    if host and not file:
        raise UserError(
            "others may come in by a password only: add --password-file FILE",
            "向其他电脑开放须设密码：请加 --password-file 文件",
            "--host",
        )
    from sim.ui.secret import read_password

    return read_password(Path(file)) if file else ""


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a busy port is told before anything is loaded."""
    try:
        kind = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(kind[4][:2], family=kind[0])
    except socket.gaierror:
        raise UserError(
            f"{host!r} is no address of this machine", f"“{host}”不是本机地址", "--host"
        ) from None
    except (OSError, OverflowError) as error:
        raise UserError(
            f"port {port} at {host} cannot be used ({getattr(error, 'strerror', error)}); is the workbench "
            f"open already? Another: --port {port % 60000 + 1}",
            f"无法使用 {host} 的端口 {port}（{getattr(error, 'strerror', error)}）；工作台是否已经打开？"
            f"可换一个端口：--port {port % 60000 + 1}",
            "--port",
        ) from None


def _serve(given: argparse.Namespace, listener: socket.socket, password: str) -> int:
    from sim.ui.gate import Gate
    from sim.ui.secret import session_key, state_folder

    key = session_key(state_folder())
    os.environ.update(SETTINGS, SOLARA_SESSION_SECRET_KEY=key)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    import uvicorn
    from solara.server import cdn_helper, settings
    from solara.server.starlette import app

    cdn_helper.fetch_from_cdn = _never
    settings.main.root_path = ""  # else the first request says where the pages are, for everybody
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # lax is what is wanted
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(
                Text(
                    f"The workbench is open at {address} (Ctrl-C ends it)",
                    f"工作台已打开：{address}（按 Ctrl-C 结束）",
                ).say(given.lang),
                flush=True,
            )
            if not given.no_open:
                webbrowser.open(address)

    config = uvicorn.Config(
        Gate(app, key, password), access_log=False, proxy_headers=False, server_header=False,
        log_level="warning", timeout_graceful_shutdown=1, loop="asyncio",
    )  # fmt: skip
    office()  # so that workers are warm when the first page asks
    try:
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn hands Ctrl-C on after it has closed everything
            Announcing(config).run(sockets=[listener])
    finally:
        close_office()
    return 0


def _never(url: str) -> bytes:
    """Take the place of Solara's download of missing files: nothing leaves this machine."""
    raise FileNotFoundError(url)


if __name__ == "__main__":
    sys.exit(main())
