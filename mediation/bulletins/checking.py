"""Before a bulletin leaves: nothing in it says who somebody is or where (DV-10-4)."""

import re

from mediation.cases.access import visible_to
from mediation.cases.models import OVER, Case
from mediation.cases.papers import secrets_of
from mediation.db import db
from mediation.documents.check import shown_in
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.vault.folding import folded

# The newest cases under way: of whom a station speaks when it meets its partners.
MOST = 300
# No bulletin needs one: a mobile telephone, an identity number.
_NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dx])(?!\d)")


def why_not_send(texts: dict[str, str], *, actor: User) -> Incomplete | None:
    """Why partners may not be told TEXTS (by field), or None. Only the cases that ACTOR may know of are asked: the answer
    would tell of the others."""
    written = {field: text for field, text in texts.items() if text}
    if not written:
        return None
    for field, text in written.items():
        if _NUMBERS.search(folded(text)):
            return _refusal(field, "手机号码或者证件号码")
    query = visible_to(actor).where(Case.agency_id == actor.agency_id, Case.state.not_in(OVER))
    cases = db.session.scalars(query.order_by(Case.id.desc()).limit(MOST))
    kept = [secret for case in cases for secret in secrets_of(case)]
    for field, text in written.items():
        if found := shown_in(text, kept):
            return _refusal(field, "、".join(found))
    return None


def _refusal(field: str, what: str) -> Incomplete:
    return Incomplete(
        f"文字里出现了保密信息（{what}），收到的单位都会看到，请删去。", field=field, rules=("DV-10-4",)
    )
