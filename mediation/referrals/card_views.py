"""The pages of 填报卡: one to copy from, one as a sheet, one as JSON. For whoever sent the slip."""

import io
import json

from flask import Blueprint, Response, render_template, url_for
from flask_login import current_user
from openpyxl import Workbook

from mediation.audit.log import record_read
from mediation.errors import Missing
from mediation.referrals.cards import CARDS, NOT_SENT, Card, cards_for, rows
from mediation.referrals.models import Referral
from mediation.referrals.queries import find_referral, package_open, receives

bp = Blueprint("cards", __name__)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/referrals/<ref>/card/<name>")
def show(ref: str, name: str) -> str:
    """The fields in the order of the other system, each with its copy button."""
    referral, card = _found(ref, name)
    record_read("referral.card", actor=current_user, subject=referral.chain, shown=[ref])
    return render_template(
        "referrals/card.html", card=card, rows=rows(card, referral), missing=NOT_SENT,
        number=referral.slip_number, ref=ref, back=url_for("referrals.show", ref=ref),
    )  # fmt: skip


@bp.get("/referrals/<ref>/card/<name>.xlsx")
def sheet(ref: str, name: str) -> Response:
    """The same as an Excel file: two columns of text, no formulas."""
    referral, card = _found(ref, name)
    record_read("referral.card.export", actor=current_user, subject=referral.chain, shown=[ref])
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = card.label
    for number, line in enumerate(rows(card, referral), start=1):
        for column, text in enumerate(line, start=1):
            cell = page.cell(number, column)
            cell.value, cell.data_type = text, "s"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 80
    kept = io.BytesIO()
    book.save(kept)
    return _file(kept.getvalue(), SHEET, "card.xlsx")


@bp.get("/referrals/<ref>/card/<name>.json")
def data(ref: str, name: str) -> Response:
    """The same as JSON: {system, fields: [{label, value}]}."""
    referral, card = _found(ref, name)
    record_read("referral.card.export", actor=current_user, subject=referral.chain, shown=[ref])
    told = {
        "system": card.label,
        "fields": [{"label": label, "value": text} for label, text in rows(card, referral)],
    }
    return _file(json.dumps(told, ensure_ascii=False, indent=1).encode(), "application/json", "card.json")


def _found(ref: str, name: str) -> tuple[Referral, Card]:
    """The slip that this person's agency sent, as long as it may be used, and a card of its receiver."""
    referral = find_referral(ref, actor=current_user)
    card = CARDS.get(name)
    if card is None or card not in cards_for(referral):
        raise Missing
    if receives(referral, current_user) or not package_open(referral):
        raise Missing
    return referral, card


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
