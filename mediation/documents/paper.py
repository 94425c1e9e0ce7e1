"""What a paper is: which form, which template, who gets it, which rules it rests on."""

from dataclasses import dataclass
from typing import Literal

Reader = Literal["inside", "applicant", "respondent", "both", "agency"]


@dataclass(frozen=True)
class Paper:
    """A form: what it is called, which template prints it, who gets it, and the rules it rests on."""

    form: str
    name: str
    title: str
    facts: type
    reader: Reader
    rules: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The file that prints it, below the templates."""
        return f"documents/{self.name}.html"
