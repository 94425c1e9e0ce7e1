"""For whoever watches the machine: does the process answer, and does the database."""

from flask import Blueprint, Response
from sqlalchemy import text

from mediation.db import db
from mediation.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def ready() -> Response:
    """The database answers too."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
