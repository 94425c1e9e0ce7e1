"""From facts to a finished paper: template, glyphs, press, address check, in this order and never less."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, current_app
from jinja2 import Environment, StrictUndefined

from mediation.documents.amounts import capital_amount, yuan
from mediation.documents.check import Kept, refuse_secrets
from mediation.documents.fonts import refuse_missing_glyphs
from mediation.documents.paper import Paper
from mediation.documents.papers import PAPERS
from mediation.documents.rendering import render_pdf
from mediation.documents.stamps import PLAIN, Stamp, drawn, mark_of

STYLE = "documents/paper.css"


def _environment(app: Flask) -> Environment:
    """Papers are Chinese whatever language the screen speaks, and a fact that was forgotten is an error."""
    known: Environment | None = app.extensions.get("papers")
    if known is not None:
        return known
    made = Environment(
        loader=app.jinja_loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"yuan": yuan, "capital": capital_amount, "lines": _lines, "qr": drawn}
    app.extensions["papers"] = made
    return made


def _lines(text: str | None) -> list[str]:
    """The paragraphs of what somebody typed."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def paper_html(paper: Paper, facts: Mapping[str, Any], stamp: Stamp = PLAIN) -> str:
    """The paper as HTML. Raises jinja2.UndefinedError if a fact is not even None."""
    return _environment(current_app).get_template(paper.template).render(form=paper, stamp=stamp, **facts)


def check_paper(name: str, facts: Mapping[str, Any], *, secrets: Iterable[Kept]) -> None:
    """Raises Incomplete, as `print_paper` would, for what can be seen before typesetting: missing glyphs, secrets.

    Asked before a number is given.
    """
    html = paper_html(PAPERS[name], facts)
    refuse_missing_glyphs(html)
    refuse_secrets(html, secrets, name)


def content_mark(name: str, facts: Mapping[str, Any], ref: str, key: bytes) -> str:
    """The mark of the paper as the document REF, under the KEY of its case: the same as long as it reads the same,
    whatever the day it is printed."""
    return mark_of(ref, paper_html(PAPERS[name], _undated(facts)), key)


def facts_mark(facts: Mapping[str, Any], ref: str, key: bytes) -> str:
    """The mark of the facts of the document REF alone, whatever template they were printed with."""
    return mark_of(ref, json.dumps(_undated(facts), ensure_ascii=False, sort_keys=True), key)


def _undated(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, "paper": {**facts["paper"], "date": None, "checkpoint": None}}


def print_paper(
    name: str, facts: Mapping[str, Any], *, secrets: Iterable[Kept], stamp: Stamp = PLAIN
) -> bytes:
    """The finished PDF (PDF/A-3b) of the paper NAME of PAPERS, from FACTS shaped like its TypedDict.

    SECRETS are the secret values of everyone in the case; none may stand in it (DV-10-4), which is asked of
    the text before printing and of the PDF after. A paper takes some tenths of a second: print outside the
    transaction. Raises Incomplete if it cannot or may not be printed.
    """
    paper = PAPERS[name]
    kept = tuple(secrets)
    html = paper_html(paper, facts, stamp)
    refuse_missing_glyphs(html)
    refuse_secrets(html, kept, name)
    style = _environment(current_app).get_template(STYLE).render()
    pdf = render_pdf(html, things={"paper:paper.css": style}, archival=True)
    refuse_secrets(pdf, kept, name)
    return pdf
