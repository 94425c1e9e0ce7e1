"""The page of one material that went along with a referral, for both sides."""

from flask import Blueprint, Response, make_response
from flask_login import current_user

from mediation.attachments.models import Attachment
from mediation.referrals.materials import open_material
from mediation.referrals.queries import find_referral

bp = Blueprint("referral_materials", __name__)


@bp.get("/referrals/<ref>/materials/<file>")
def show(ref: str, file: str) -> Response:
    """The material as it was drawn anew. Not served without its read entry."""
    return as_answer(*open_material(find_referral(ref, actor=current_user), file, actor=current_user))


def as_answer(row: Attachment, data: bytes) -> Response:
    """Its bytes; its file name says nothing."""
    answer = make_response(data)
    ending = "pdf" if row.content_type == "application/pdf" else "jpg"
    answer.headers["Content-Type"] = row.content_type
    answer.headers["Content-Disposition"] = f'inline; filename="material.{ending}"'
    return answer
