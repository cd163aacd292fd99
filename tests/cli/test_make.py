"""`make` on a machine that lacks something: a sentence, in both languages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = "#!/bin/sh\nexit 1\n"
NO_VENV = '#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n'


@pytest.mark.parametrize(
    ("python", "says"),
    [(None, "Python 3.11, 3.12 or 3.13 is needed"), (OLD, "需要 Python 3.11"), (NO_VENV, "python3-venv")],
)
def test_missing_python_is_told(python: str | None, says: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("make", "sh"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    if python:
        (programs / "python3").write_text(python)
        (programs / "python3").chmod(0o755)
    done = subprocess.run(
        ["make", "run"], cwd=tmp_path, env={"PATH": str(programs)}, capture_output=True, text=True
    )
    assert done.returncode != 0 and says in done.stderr


def test_locks_name_no_registry_and_pin_everything_by_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index-url" not in text
        entries = text.replace("\\\n", " ").splitlines()
        assert len(entries) > 25
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
