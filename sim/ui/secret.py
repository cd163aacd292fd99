"""Secrets of the server: the key of this user's sessions, and the password that opens the door to others."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from platformdirs import user_state_path

from sim.errors import UserError

LEAST_PASSWORD = 8
"""Characters of the shortest password taken."""


def state_folder() -> Path:
    """Return the folder of what the workbench keeps for this user."""
    return user_state_path("countycare", appauthor=False)


def session_key(folder: Path) -> str:
    """Return the key that signs sessions, 64 hexadecimal digits; made once, readable by its user alone.

    Where the folder cannot be written, a key that holds until the server ends.
    """
    file = folder / "session.key"
    with contextlib.suppress(OSError, UnicodeDecodeError, ValueError):
        key = file.read_text(encoding="ascii").strip()
        if len(bytes.fromhex(key)) == 32:
            file.chmod(0o600)
            return key
    key = secrets.token_hex(32)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".session.key.{secrets.token_hex(4)}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(key)
        part.replace(file)
    return key


def read_password(file: Path) -> str:
    """Return the password in the first line of a file.

    Raises
    ------
    UserError
        When the file cannot be read or the password is too short.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError(
            f"{file.name} cannot be read; give a text file in UTF-8 whose first line is the password",
            f"无法读取 {file.name}；须为 UTF-8 文本文件，首行为密码",
            "--password-file",
        ) from None
    password = lines[0].strip() if lines else ""
    if len(password) < LEAST_PASSWORD:
        raise UserError(
            f"the password has {len(password)} characters; take {LEAST_PASSWORD} or more",
            f"密码只有 {len(password)} 个字符，至少须 {LEAST_PASSWORD} 个",
            "--password-file",
        )
    return password


def derived(password: str, key: str) -> bytes:
    """Return what a password becomes with the session key as salt; slow on purpose (scrypt, RFC 7914)."""
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(key), n=2**14, r=8, p=1)
