"""Which papers the page of a case offers: those that can be printed now, and why the others cannot."""

from typing import Any

from flask import current_app, url_for

from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case
from mediation.documents.papers import PAPERS
from mediation.documents.word import TWINS
from mediation.people.models import User
from mediation.web.feature import Offer

ORDER = {name: place for place, name in enumerate(PAPERS)}


def offers_of(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """What the features offer to ACTOR: title, detail, address, that of the Word twin, why not.

    Those that can be printed come first, in the order of the forms.
    """
    rows = sorted(offered(case, actor=actor), key=lambda one: (one.why_not is not None, ORDER[one.name]))
    return [_row(case, offer) for offer in rows]


def offered(case: Case, *, actor: User) -> list[Offer]:
    """What the features offer to ACTOR, as they offer it; nothing once the ground of a partner's part is gone."""
    if cut_off(case, actor=actor):
        return []
    return [
        offer
        for feature in current_app.extensions["features"]
        for ask in feature.offers
        for offer in ask(case, actor)
    ]


def _row(case: Case, offer: Offer) -> dict[str, Any]:
    where: dict[str, Any] = {"ref": case.ref, "name": offer.name}
    return {
        "title": PAPERS[offer.name].title,
        "detail": offer.detail,
        "about": offer.about,
        "url": url_for("papers.preview", **where, about=offer.about or None),
        "word": url_for("papers.word", **where) if offer.name in TWINS and not offer.why_not else None,
        "why_not": offer.why_not,
    }
