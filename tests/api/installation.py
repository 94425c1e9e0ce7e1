"""Another installation of this program, as a process of its own: `python -m tests.api.installation HOME KEY PORT`.

Where the file HOME/die holds the end of an address, the process is killed after it has done what was posted there and
before it answers. At `/ask` the test has its people do their work.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from flask import current_app, jsonify, request
from sqlalchemy import select
from waitress import serve

from mediation import create_app
from mediation.api.tokens import SCOPES, issue
from mediation.audit.verify import verify_all
from mediation.db import atomic, db
from mediation.errors import Missing
from mediation.people.models import User
from mediation.referrals.materials import open_material
from mediation.referrals.models import Referral
from mediation.referrals.queries import ground_gone, package_open
from mediation.web.access import public
from mediation.webhooks import delivering, managing
from mediation.workflow.engine import take
from mediation.workflow.models import StepTaken
from tests.conftest import Cast


def main(home: Path, key: str, port: int) -> None:
    app = create_app({"INSTANCE": str(home), "KEY_FILE": key, "WTF_CSRF_ENABLED": False})
    app.after_request(lambda answer: _die_here(home / "die", answer))
    app.add_url_rule("/ask", view_func=public(_ask), methods=["POST"])
    serve(app, host="127.0.0.1", port=port, threads=2, _quiet=True)


def _ask() -> Any:
    command, *words = request.get_json()
    commands = {
        "token": _token,
        "take": _take,
        "tell": _tell,
        "hook": _hook,
        "deliver": _deliver,
        "look": _look_at,
    }
    return jsonify(commands[command](*words))


def _die_here(file: Path, answer: Any) -> Any:
    if file.exists() and request.method == "POST" and request.path.endswith(file.read_text()):
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


def _token() -> str:
    """A token for 青山区妇联 from the administrator of 白水区妇联, whose installation this is."""
    cast = Cast()
    with atomic() as session:
        session.add(User(login="root", name="管里", role="admin", agency=cast.agency("elsewhere")))
    _row, text = issue(
        cast.agency("federation"), label="青山区的系统", scopes=list(SCOPES), days=30, actor=cast.root
    )
    return text


def _hook(url: str) -> str:
    """Its administrator says where 青山区妇联 listens; answers the secret that both have from now on."""
    cast = Cast()
    current_app.config["OUTBOUND"] = [url.split("/")[2]]
    _row, secret = managing.add(cast.agency("federation"), url, actor=cast.root)
    return secret


def _deliver() -> int:
    found = list(delivering.waiting())
    for number in found:
        delivering.deliver(number)
    return len(found)


def _look_at(file: str) -> dict[str, Any]:
    """Its liaison opens a material on the slip."""
    referral = db.session.scalars(select(Referral)).one()
    try:
        row, data = open_material(referral, file, actor=Cast().qiu)
    except Missing:
        return {"open": False}
    return {"open": True, "kind": row.content_type, "head": data[:2].hex(), "size": len(data)}


def _take(trigger: str, facts: dict[str, Any]) -> str:
    referral = db.session.scalars(select(Referral)).one()
    take(referral, trigger, actor=Cast().qiu, facts=facts)
    return referral.state


def _tell() -> list[dict[str, Any]]:
    return [
        {
            "state": referral.state,
            "open": package_open(referral),
            "gone": ground_gone(referral),
            "package": referral.package,
            "number": referral.slip_number,
            "steps": list(
                db.session.scalars(
                    select(StepTaken.trigger).where(StepTaken.subject == referral.ref).order_by(StepTaken.id)
                )
            ),
            "sound": verify_all().findings == [],
        }
        for referral in db.session.scalars(select(Referral).order_by(Referral.id))
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
