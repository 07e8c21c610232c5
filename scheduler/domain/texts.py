"""Texts that people read, in the languages the service speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A short text in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `language`, English for any that is not Dutch."""
        return self.nl if language == "nl" else self.en
