"""Which papers the page of a case offers: those that can be printed now, and why the others cannot."""

from typing import Any

from flask import current_app, url_for

from mediation.cases.models import Case
from mediation.documents.papers import PAPERS
from mediation.people.models import User


def offers_of(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """What the features offer to ACTOR, those that can be printed first: title, detail, address, why not."""
    offered = [offer for feature in current_app.extensions["features"] for ask in feature.offers
               for offer in ask(case, actor)]  # fmt: skip
    rows = [
        {
            "title": PAPERS[offer.name].title,
            "detail": offer.detail,
            "url": url_for("papers.preview", ref=case.ref, name=offer.name, about=offer.about or None),
            "why_not": offer.why_not,
        }
        for offer in offered
    ]
    return sorted(rows, key=lambda row: row["why_not"] is not None)
