"""A bulletin on paper, for the officers without an account and for the file; made from what was sent, word for word."""

from mediation.audit.log import record_read
from mediation.bulletins.models import Bulletin
from mediation.bulletins.sending import KINDS
from mediation.cases.on_paper import moment_on_paper
from mediation.dates import day_in_words, local
from mediation.documents.facts_bulletin import BulletinPaper
from mediation.documents.printing import print_paper
from mediation.people.models import User

HEADINGS = {"meeting": "工作例会通知"}


def printed(bulletin: Bulletin, *, actor: User) -> bytes:
    """The PDF for everybody to whom it went; for another agency than the sender it names that agency alone. Logged.

    Raises Incomplete where a character has no glyph.
    """
    record_read("bulletin", actor=actor, subject=bulletin.ref)
    return print_paper("bulletin", _facts(bulletin, actor), secrets=())


def _facts(bulletin: Bulletin, actor: User) -> BulletinPaper:
    own = bulletin.agency_id == actor.agency_id
    to = [one.agency.name for one in bulletin.receipts if own or one.agency_id == actor.agency_id]
    year, month = bulletin.month.split("-")
    return {
        "paper": {
            "number": None,
            "agency": bulletin.agency.name,
            "committee": None,
            "date": day_in_words(local(bulletin.sent_at)[:10]),
            "checkpoint": None,
        },
        "heading": HEADINGS.get(bulletin.kind, KINDS[bulletin.kind]),
        "month": f"{year}年{int(month)}月",
        "to": list(dict.fromkeys(to)),
        "text": bulletin.text or None,
        "held_at": moment_on_paper(bulletin.held_at),
        "place": bulletin.place or None,
        "agenda": bulletin.agenda or None,
        "figures": [
            {"group": group, "label": label, "told": told} for group, label, told in bulletin.figures
        ],
        "phone": bulletin.agency.phone or None,
    }
