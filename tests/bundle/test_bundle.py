"""The bundle for rooms without network: made and installed from a made-up project with one library."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "countycare"
version = "9.8.7"
dependencies = ["tinylibrary"]
[project.optional-dependencies]
fast = []
offline = []
[project.scripts]
countycare = "sim:main"
[tool.setuptools.packages.find]
include = ["sim*"]
"""
PROGRAM = """\
import sys, pathlib, tinylibrary
def main():
    pathlib.Path(sys.argv[sys.argv.index("--out") + 1]).mkdir()
    print(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle of a project whose only library asks for Python 3.11 at least and a file."""
    work = tmp_path_factory.mktemp("bundle")
    wheel = work / "links" / "tinylibrary-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tinylibrary.py", "")
        about = "tinylibrary-1.0.dist-info/"
        archive.writestr(
            about + "METADATA",
            "Metadata-Version: 2.1\nName: tinylibrary\nVersion: 1.0\nRequires-Python: >=3.11\n",
        )
        archive.writestr(
            about + "WHEEL",
            "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(about + "RECORD", "")
    lock = work / "lock"
    lock.write_text(f"tinylibrary==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    project = work / "project"
    for name, text in (
        ("pyproject.toml", PROJECT), ("README.md", "read me"), ("notebooks/a.ipynb", "{}"),
        ("sim/__init__.py", PROGRAM), ("sim/ui/__init__.py", ""),
        ("sim/ui/offline.py", "def check(): pass\n"), ("build/lib/sim/gone.py", "stale"),
    ):  # fmt: skip
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    places = {"project": project, "lock": lock, "dist": work / "dist"}
    only_here = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
    words = [f"--{key}={one}" for key, one in places.items()]
    done = subprocess.run(
        [sys.executable, ROOT / "sim" / "bundle" / "make.py", *words],
        env={**os.environ, **only_here}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (archive_file,) = (work / "dist").iterdir()
    assert archive_file.name.startswith("countycare-9.8.7-offline-") and str(archive_file) in done.stdout
    with tarfile.open(archive_file) as archive:
        archive.extractall(work, filter="data")
    return work / archive_file.name.removesuffix(".tar.gz")


def copied(bundle: Path, folder: Path) -> Path:
    """A copy of the bundle that a test may spoil."""
    return Path(shutil.copytree(bundle, folder / "copy"))


def install(bundle: Path, home: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Install into the home's own folder, with nothing of this environment but its Python."""
    home.mkdir(exist_ok=True)
    path = path or f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return subprocess.run(
        ["sh", bundle / "install.sh"], env={"HOME": str(home), "PATH": path}, capture_output=True, text=True
    )


def spoil(bundle: Path, key: str, value: str) -> None:
    """Let the bundle ask for something else."""
    lines = (bundle / "made-for").read_text().splitlines()
    assert any(line.startswith(f"{key}=") for line in lines)
    lines = [f"{key}={value}" if line.startswith(f"{key}=") else line for line in lines]
    (bundle / "made-for").write_text("\n".join(lines) + "\n")


def test_it_holds_wheels_documents_and_the_sum_of_every_file(bundle: Path) -> None:
    files = {str(one.relative_to(bundle)) for one in bundle.rglob("*") if one.is_file()}
    own = "wheels/countycare-9.8.7-py3-none-any.whl"
    assert files == {
        "INSTALL.txt", "SHA256SUMS", "install.sh", "made-for", "documents/README.md",
        "documents/notebooks/a.ipynb", own, "wheels/tinylibrary-1.0-py3-none-any.whl",
    }  # fmt: skip
    sums = dict(line.split("  ")[::-1] for line in (bundle / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == files - {"SHA256SUMS"}
    assert sums[own] == hashlib.sha256((bundle / own).read_bytes()).hexdigest()
    assert "sim/gone.py" not in zipfile.ZipFile(bundle / own).namelist()
    series = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"python={series}\nleast={series}\n" in (bundle / "made-for").read_text()


def test_it_installs_without_network_and_never_over_something(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = install(bundle, home)
    assert done.returncode == 0, done.stderr
    command = home / ".local" / "bin" / "countycare"
    assert command.resolve() == home / "countycare" / "bin" / "countycare"
    assert f"{home}/countycare/bin/countycare ui" in done.stdout
    told = subprocess.run([command, "run", "--out", tmp_path / "out"], env={}, capture_output=True, text=True)
    assert told.stdout.startswith("['run'")
    assert (home / "countycare" / "documents" / "README.md").read_text() == "read me"
    assert not (home / "countycare" / "first-run").exists()
    again = install(bundle, home)
    assert again.returncode == 1 and "already and not empty" in again.stderr and "非空" in again.stderr


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("machine", "abacus", ("on abacus and this machine is", "而本机为")),
        ("python", "3.99", ("needs Python 3.99", "需要 Python 3.99")),
        ("least", "3.99.1", ("at least 3.99.1", "不低于 3.99.1")),
        ("libc", "99.1", ("glibc 99.1 or newer", "glibc 不低于 99.1")),
        ("version", "1.0", ("damaged or missing (made-for)", "损坏或缺失（made-for）")),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    bundle: Path, tmp_path: Path, key: str, value: str, says: tuple[str, str]
) -> None:
    copy = copied(bundle, tmp_path)
    spoil(copy, key, value)
    done = install(copy, tmp_path / "home")
    assert done.returncode == 1 and done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 2 and all(part in line for part, line in zip(says, lines, strict=True))
    assert list((tmp_path / "home").iterdir()) == []


def test_a_python_without_venv_is_told(bundle: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    fake = programs / f"python{sys.version_info.major}.{sys.version_info.minor}"
    fake.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    fake.chmod(0o755)
    done = install(bundle, tmp_path / "home", f"{programs}:/usr/bin:/bin")
    assert done.returncode == 1 and f"{fake.name}-venv" in done.stderr and "缺少 venv" in done.stderr


def test_an_installation_that_fails_leaves_nothing(bundle: Path, tmp_path: Path) -> None:
    copy = copied(bundle, tmp_path)
    name = "wheels/tinylibrary-1.0-py3-none-any.whl"
    (copy / name).unlink()
    sums = (copy / "SHA256SUMS").read_text().splitlines(keepends=True)
    (copy / "SHA256SUMS").write_text("".join(line for line in sums if name not in line))
    done = install(copy, tmp_path / "home")
    assert done.returncode == 1 and "nothing of it is left" in done.stderr and "未留下" in done.stderr
    assert list((tmp_path / "home").iterdir()) == []
