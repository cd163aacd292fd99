"""What a user did wrong, said once in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One sentence in English and in Chinese."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """Return the sentence in `language` (``"zh"`` or ``"en"``)."""
        return self.zh if language == "zh" else self.en


class UserError(Exception):
    """A mistake in what the user gave, told as one sentence that helps.

    Parameters
    ----------
    en, zh : str
        What is wrong, where, and what would be right.
    where : str, optional
        File, line or option concerned; put before the sentence.
    """

    def __init__(self, en: str, zh: str, where: str = "") -> None:
        super().__init__(f"{where}: {en}" if where else en)
        self.text = Text(en, zh)
        self.where = where

    def __reduce__(self) -> tuple[type[UserError], tuple[object, ...]]:
        """Travel between processes in both languages; exceptions would keep the printed text alone."""
        return type(self), (self.text.en, self.text.zh, self.where)

    def say(self, language: str) -> str:
        """Return the sentence with its place in `language`."""
        sentence = self.text.say(language)
        return f"{self.where}: {sentence}" if self.where else sentence


class Interrupted(UserError):
    """The user stopped a command; says what is left behind."""
