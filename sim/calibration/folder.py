"""Where the data of the calibration lie."""

from __future__ import annotations

from pathlib import Path

README = "README.md"


def calibration_folder() -> Path:
    """Folder of the calibration's data (the same in a clone and in an installed wheel)."""
    return Path(__file__).resolve().parent.parent.parent / "calibration"
