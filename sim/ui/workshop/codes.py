"""Codes that open a room: read out and typed easily, and not to be guessed."""

from __future__ import annotations

import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Capitals and digits without those that look alike: 0 and O, 1, I and L."""
GROUP = 4
GROUPS, KEY_GROUPS = 2, 4
"""Groups of four: 31^8 codes of rooms (about 8.5 · 10^11), and 31^16 keys of those who lead one."""
_ALIKE = str.maketrans({"０": "0", "－": "-", "—": "-", "–": "-"} | {
    chr(ord("Ａ") + k): chr(ord("A") + k) for k in range(26)
} | {chr(ord("ａ") + k): chr(ord("A") + k) for k in range(26)} | {
    chr(ord("０") + k): chr(ord("0") + k) for k in range(10)
})  # fmt: skip


def new_code(groups: int = GROUPS) -> str:
    """Return a new code without its dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(groups * GROUP))


def shown(code: str) -> str:
    """Return a code as it is shown: in groups of four."""
    return "-".join(code[k : k + GROUP] for k in range(0, len(code), GROUP))


def tidied(typed: str) -> str:
    """Return what was typed as a code: capitals, without spaces and dashes, full-width letters read too."""
    return "".join(one for one in typed.translate(_ALIKE).upper() if one.isascii() and one.isalnum())
