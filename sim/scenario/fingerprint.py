"""Fingerprints of files and scenarios: two with the same content are the same, wherever they lie."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.levers import MEASURED

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def folder_fingerprint(folder: Path) -> str:
    """Fingerprint of the content of a folder's files (32 hex digits), independent of where it lies."""
    digest = blake2b(digest_size=16)
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}|{file_fingerprint(file)}\n".encode())
    return digest.hexdigest()


def file_fingerprint(file: Path) -> str:
    """Fingerprint of the content of a file (32 hex digits)."""
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()


def scenario_fingerprint(scenario: Scenario) -> str:
    """Fingerprint of everything that matters to a run except seed, sample and kernel (32 hex digits).

    File order, comments, labels and names do not enter; every declared number does, and the content of
    imported geography.
    """
    matters = {
        "counties": scenario.counties,
        "start": scenario.start.isoformat(),
        "until": scenario.until.isoformat(),
        "parameters": {
            path: [one.value, one.low, one.high, one.evidence in MEASURED]
            for path, one in scenario.parameters.items()
        },
        "timeline": {
            path: [[day.isoformat(), float(value)] for day, value in changes]
            for path, changes in scenario.timeline.items()
        },
        "levers": [use.plain() for use in scenario.levers],
        "geography": folder_fingerprint(scenario.geography) if scenario.geography else None,
        "communities": file_fingerprint(scenario.communities) if scenario.communities else None,
        "posterior": scenario.posterior.fingerprint if scenario.posterior else None,
    }
    if scenario.shocks:
        matters["shocks"] = [one.plain() for one in scenario.shocks]
    text = json.dumps(matters, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return blake2b(text.encode(), digest_size=16).hexdigest()
