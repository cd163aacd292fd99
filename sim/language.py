"""In which of the two languages the program speaks."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def from_environment(environment: Mapping[str, str]) -> str:
    """Return the language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.

    Returns
    -------
    str
        ``"zh"`` for any Chinese locale, else ``"en"``.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
