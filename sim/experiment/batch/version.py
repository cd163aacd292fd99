"""Which code and data a run was made with."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

import scenarios
import sim

KINDS = (".py", ".csv", ".yaml")
ABOVE = ("sim/cli/", "sim/ui/", "sim/county/", "sim/calibration/")
"""Packages on floors above runs: no run imports them, so a result cannot depend on them."""


@cache
def code_version() -> str:
    """Fingerprint of everything that ships and that a result may depend on (32 hex digits).

    The text of the program, but for what lies above runs, and of the data it reads, wherever they are
    installed; a result made with another text is another result. What was calibrated is part of a scenario's
    own fingerprint. Line ends do not count, so that a copy checked out on Windows agrees.
    """
    digest = blake2b(digest_size=16)
    for package in (sim, scenarios):
        root = Path(str(package.__file__)).parent
        for file in sorted(root.rglob("*"), key=lambda one: one.relative_to(root).as_posix()):
            name = f"{package.__name__}/{file.relative_to(root).as_posix()}"
            if file.suffix in KINDS and not name.startswith(ABOVE):
                text = file.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{name}|{blake2b(text, digest_size=16).hexdigest()}\n".encode())
    return digest.hexdigest()
