from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sim.cli.main import execute
from sim.errors import UserError
from sim.ui import serve
from sim.ui.secret import read_password, session_key


def test_a_busy_port_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve.main(["--port", str(port), "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert f"端口 {port}" in told
    assert told.count("\n") == 1


def test_other_machines_need_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--host", "0.0.0.0", "--lang", "en"]) == 2
    assert "--password-file" in capsys.readouterr().err


def test_missing_assets_stop_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOLARA_ASSETS_PROXY_CACHE_DIR", str(tmp_path))
    assert serve.main(["--port", "0", "--lang", "en"]) == 2
    assert "not on this machine" in capsys.readouterr().err


def test_the_command_starts_the_server_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, words: list[str]) -> None:
            started.append(words)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("sim.cli.ui.subprocess.Popen", Process)
    monkeypatch.setattr("sim.cli.ui.signal.signal", lambda *_: None)
    assert execute(["--lang", "zh", "ui", "--port", "9000", "--no-open"]) == 0
    assert started[0][1:] == ["-m", "sim.ui.serve", "--lang", "zh", "--port", "9000", "--no-open"]
    assert execute(["--lang", "en", "ui", "--port", "70000"]) == 2


def test_the_session_key_is_made_once_and_kept_to_its_user(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    key = session_key(folder)
    assert len(bytes.fromhex(key)) == 32
    assert session_key(folder) == key
    assert (folder / "session.key").stat().st_mode & 0o777 == 0o600
    (folder / "session.key").write_text("short")
    assert session_key(folder) not in (key, "short")
    assert session_key(tmp_path / "state" / "session.key") != key  # no folder: a key for this time


def test_a_password_has_eight_characters_or_more(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("  eight888 \nmore", encoding="utf-8-sig")
    assert read_password(file) == "eight888"
    file.write_text("seven77")
    with pytest.raises(UserError, match="7 characters"):
        read_password(file)
    with pytest.raises(UserError, match="cannot be read"):
        read_password(tmp_path / "none")
