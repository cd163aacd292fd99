"""Fingerprints of files: two with the same content are the same, wherever they lie."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path


def folder_fingerprint(folder: Path) -> str:
    """Fingerprint of the content of a folder's files (32 hex digits), independent of where it lies."""
    digest = blake2b(digest_size=16)
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}|{file_fingerprint(file)}\n".encode())
    return digest.hexdigest()


def file_fingerprint(file: Path) -> str:
    """Fingerprint of the content of a file (32 hex digits)."""
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()
