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


class Speaker:
    """Says in one language what is written in both.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, en: str, zh: str) -> str:
        """Return the sentence in the language."""
        return zh if self.language == "zh" else en

    __call__ = say
