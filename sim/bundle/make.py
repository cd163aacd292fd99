"""Make the bundle for rooms without network: ``python sim/bundle/make.py`` (`make bundle`).

One archive holds the wheel of every library that the lock file pins, for the platform and the Python that
make it; the wheel of the program, with its scenarios, lessons and calibration; the documents and notebooks;
a list of checksums; and a script that installs from these alone.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
BUILT = ("sim", "scenarios", "calibration")
SINGLE = ("pyproject.toml", "README.md", "README.zh.md", "LICENSE", "CITATION.cff")
SHOWN = (
    "sim/README.md",
    "sim/cli/README.md",
    "sim/ui/assets/*.png",
    "calibration/*.md",
    "scenarios/**/*.md",
    "notebooks/*",
    "sim/bundle/INSTALL.txt",
)
NO_CACHES = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")


def pip(*words: str) -> None:
    """Run pip of this Python; it tells itself what went wrong."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words, "--quiet"]
    subprocess.run(command, check=True)


def gather(project: Path, lock: Path, folder: Path) -> None:
    """Put the wheels of the libraries and of the project into `folder`.

    The project is built from a copy: a ``build`` folder beside it may hold modules that are gone.
    """
    pip("download", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder), "-r", str(lock))
    with tempfile.TemporaryDirectory() as copy:
        for name in BUILT:
            if (project / name).is_dir():
                shutil.copytree(project / name, Path(copy) / name, ignore=NO_CACHES)
        for name in SINGLE:
            if (project / name).is_file():
                shutil.copy(project / name, copy)
        pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), copy)


def least_python(folder: Path) -> tuple[int, ...]:
    """Return the oldest Python that every wheel in `folder` takes: a lock may hold others for older ones."""
    asked: list[tuple[int, ...]] = [sys.version_info[:2]]
    for wheel in folder.glob("*.whl"):
        (one,) = distributions(path=[str(wheel)])
        told = one.metadata["Requires-Python"] or ""
        asked += [tuple(map(int, one.split("."))) for one in re.findall(r">=\s*([\d.]+)", told)]
    return max(asked)


def needs(folder: Path) -> dict[str, str]:
    """Return what the wheels in `folder` need: versions of Python, system, machine, and C library.

    The C library is the newest that the name of a wheel asks for, empty where none does; of the tags of
    one wheel the oldest counts.
    """
    libraries = [
        min((int(a), int(b)) for a, b in found)
        for wheel in folder.glob("*.whl")
        if (found := re.findall(r"manylinux_(\d+)_(\d+)_", wheel.name))
    ]
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "least": ".".join(map(str, least_python(folder))),
        "system": platform.system(),
        "machine": platform.machine(),
        "libc": ".".join(map(str, max(libraries))) if libraries else "",
    }


def write_sums(folder: Path) -> None:
    """List the checksum of every file below `folder`, as ``sha256sum`` does."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def fill(project: Path, lock: Path, folder: Path) -> str:
    """Fill `folder` with all that the archive holds; return the name of the archive without its ending."""
    wheels = folder / "wheels"
    wheels.mkdir()
    gather(project, lock, wheels)
    (own,) = wheels.glob("countycare-*.whl")
    wanted = needs(wheels) | {"version": own.name.split("-")[1]}
    (folder / "made-for").write_text("".join(f"{key}={value}\n" for key, value in wanted.items()))
    for name in ("install.sh", "INSTALL.txt"):
        shutil.copy(HERE / name, folder)
    for pattern in (*SINGLE[1:], *SHOWN):
        for file in project.glob(pattern):
            if file.is_file():
                target = folder / "documents" / file.relative_to(project)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
    write_sums(folder)
    version, system, machine = wanted["version"], wanted["system"].lower(), wanted["machine"]
    return f"countycare-{version}-offline-{system}-{machine}-python{wanted['python']}"


def make(project: Path, lock: Path, dist: Path) -> Path:
    """Write the archive into `dist` and return its path; nothing half-written is left."""
    dist.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dist) as work:
        folder = Path(work) / "bundle"
        folder.mkdir()
        name = fill(project, lock, folder)
        unfinished = Path(work) / "archive"
        with tarfile.open(unfinished, "w:gz", compresslevel=1) as archive:  # wheels are packed already
            archive.add(folder, name, filter=_anonymous)
        return unfinished.replace(dist / f"{name}.tar.gz")


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() or entry.name.endswith(".sh") else 0o644
    return entry


def main() -> int:
    """Read the command line, make the bundle, and tell where it is."""
    parser = argparse.ArgumentParser(description="Make the bundle for rooms without network")
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    try:
        made = make(given.project, given.lock, given.dist)
    except subprocess.CalledProcessError:
        print("the bundle was not made: pip could not get or build a wheel, see above", file=sys.stderr)
        print("未生成离线安装包：pip 未能取得或构建某个安装文件，见上文", file=sys.stderr)
        return 1
    print(f"{made} ({made.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
