"""The Word twin of a letter: the same facts and the same words, for an office that edits before it sends.

The template (word_template.py) is filled by docxtpl in Jinja's sandbox, and what a person typed is never read as a
template.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from mediation.db import now
from mediation.documents.check import Kept, refuse_secrets
from mediation.documents.papers import PAPERS
from mediation.documents.printing import paper_html
from mediation.documents.word_blocks import blocks_of

# What offices edit before they send it. A form that is signed as it stands has no twin.
TWINS = frozenset(
    {
        "supervision_opinion",
        "forwarding_letter",
        "referral_slip",
        "delegation_reply",
        "acceptance_notice",
        "refusal_notice",
        "station_closing_report",
    }
)


def word_letter(name: str, facts: Mapping[str, Any], *, secrets: Iterable[Kept]) -> bytes:
    """The finished .docx of the letter NAME, one of TWINS, from the FACTS of its paper.

    Raises Incomplete if any of SECRETS stands in it (DV-10-4); then nothing may leave.
    """
    # Heavy: only a process that prints needs them.
    from docxtpl import DocxTemplate

    from mediation.documents.word_template import template

    paper = PAPERS[name]
    letter = DocxTemplate(BytesIO(template()))
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    letter.render({"blocks": blocks_of(paper_html(paper, facts))}, sandbox, autoescape=True)
    about = letter.docx.core_properties
    about.title, about.created, about.modified = paper.title, now(), now()
    finished = BytesIO()
    letter.save(finished)
    refuse_secrets(finished.getvalue(), secrets, name)
    return finished.getvalue()
