"""What a form is. The forms themselves stand in lists (papers_….py), which papers.py joins."""

from dataclasses import dataclass
from typing import Literal

from mediation.documents.series import Series

Reader = Literal["inside", "applicant", "respondent", "both", "agency"]


@dataclass(frozen=True)
class Paper:
    """A form: what it is called, which template prints it, who gets it, the rules it rests on, how it is numbered."""

    form: str
    name: str
    title: str
    facts: type
    reader: Reader
    rules: tuple[str, ...] = ()
    series: Series | None = None

    @property
    def template(self) -> str:
        """The file that prints it, below the templates."""
        return f"documents/{self.name}.html"
