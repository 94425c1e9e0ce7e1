"""The cast, and a database of its own for every test: SQLite, or PostgreSQL where MEDIATION_TEST_DATABASE says so.

District federation: Lin takes in, Mei runs cases, Song leads the department, Rao keeps the register. Beside it:
Tao mediates in the committee, Fang clerks in legal aid and Gu is a lawyer there, An counsels and Xu is a social worker,
Judge Pei's clerk sits in the court, Officer Ning in the police station. Qiu works in another district and is a stranger.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import Migrate, upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule

from mediation import create_app, places
from mediation.cases.models import Case, Stage
from mediation.cases.papers import issue
from mediation.cases.rules import legal_aid_told, protection_order_told
from mediation.db import atomic, db, today
from mediation.intake.registering import register
from mediation.people import passwords
from mediation.people.models import Agency, User
from mediation.people.passwords import hashed
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.databases import Renewed, Run, address_of
from tests.walks import Ground, Walks, walked

ON_POSTGRES = os.environ.get("MEDIATION_TEST_DATABASE") == "postgresql"
PASSWORD = "correct horse battery"
EVERY_STAGE = ["help_request", "legal_aid", "mediation", "counselling", "protection"]
AGENCIES = {
    "federation": ("青山区妇女联合会", "青", "federation", EVERY_STAGE),
    "committee": ("青山区婚姻家庭纠纷人民调解委员会", "青山婚", "mediation_committee", ["mediation"]),
    "legal_aid": ("青山区法律援助中心", "青援", "legal_aid_centre", ["legal_aid"]),
    "social": ("青山区社会工作服务中心", "青社", "social_work", ["counselling", "protection"]),
    "court": ("青山区人民法院", "青法", "court", ["protection", "mediation"]),
    "police": ("青山公安分局城南派出所", "城南", "police", ["protection"]),
    "elsewhere": ("白水区妇女联合会", "白", "federation", EVERY_STAGE),
}
CAST = {
    "lin": ("林秀英", "intake_worker", "federation"),
    "mei": ("梅若华", "caseworker", "federation"),
    "song": ("宋丽", "supervisor", "federation"),
    "rao": ("饶静", "registrar", "federation"),
    "ye": ("叶红", "intake_worker", "federation"),
    "tao": ("陶然", "mediator", "committee"),
    "fang": ("方正", "legal_aid_clerk", "legal_aid"),
    "gu": ("顾明", "lawyer", "legal_aid"),
    "an": ("安宁", "counsellor", "social"),
    "xu": ("徐行", "social_worker", "social"),
    "pei": ("裴文", "liaison", "court"),
    "ning": ("宁武", "liaison", "police"),
    "qiu": ("邱远", "caseworker", "elsewhere"),
    "boss": ("康明", "admin", "federation"),
    "eye": ("严明", "auditor", "federation"),
}


class Cast:
    """The people of the tests by name: `cast.lin`. Rows are read anew, for they live in the session."""

    def __getattr__(self, name: str) -> User:
        return db.session.query(User).filter_by(login=name).one()

    def agency(self, name: str) -> Agency:
        """The agency by its short word in AGENCIES."""
        return db.session.query(Agency).filter_by(name=AGENCIES[name][0]).one()


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """The databases of this process on the PostgreSQL server."""
    run = Run()
    yield run
    run.end()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A folder and a database with all tables and the cast, made once and copied for every test."""
    passwords.set_cost(time_cost=1, memory_cost=8)
    home = tmp_path_factory.mktemp("template")
    name = request.getfixturevalue("run").create("template") if ON_POSTGRES else ""
    app = _app(home, name, home)
    Migrate(app, db, directory=str(places.migrations()))
    with app.app_context():
        upgrade(directory=str(places.migrations()))
        _people()
        db.engine.dispose()
    return home, name


@pytest.fixture(scope="session")
def renewed(template: tuple[Path, str], request: pytest.FixtureRequest) -> Iterator[Renewed | None]:
    """The database that every test finds new; None on SQLite, where it lies in the folder."""
    renewed = Renewed(request.getfixturevalue("run"), template[1]) if ON_POSTGRES else None
    yield renewed
    if renewed:
        renewed.close()


@pytest.fixture(scope="session")
def engine_is_kept() -> Iterator[None]:
    """Programs with the same database share an engine: what SQLAlchemy has compiled once stays compiled."""
    made: dict[str, Engine] = {}
    make = db._make_engine

    def kept(bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        address = str(options["url"])
        if address not in made:
            made[address] = make(bind_key, options, app)
        return made[address]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_make_engine", kept)
        yield


@pytest.fixture(scope="session")
def routes_are_kept() -> Iterator[None]:
    """Every program has the same routes: what werkzeug has compiled for one serves the next, which starts in a third of
    the time. Its builders are functions of a rule that know nothing of their map."""
    made: dict[tuple[Any, ...], Any] = {}
    compiled = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        known = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if known not in made:
            made[known] = compiled(rule, append_unknown)
        return made[known]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        yield


class Browser(FlaskClient):
    """Every request has a context of its own, as it has behind a real server; the test reads anew afterwards."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def program(
    template: tuple[Path, str],
    renewed: Renewed | None,
    engine_is_kept: None,
    routes_are_kept: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Flask:
    """The program that the tests of a process share. Between two tests it is set back, and its ground is new."""
    home, _name = template
    compiled = home.with_suffix(".compiled")
    compiled.mkdir(exist_ok=True)
    instance = tmp_path_factory.getbasetemp() / "instance"
    shutil.copytree(home, instance)
    app = _app(instance, renewed.fresh() if renewed else "", home)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def walks(
    program: Flask,
    template: tuple[Path, str],
    renewed: Renewed | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Walks:
    """The beginnings that tests share, walked once in this process."""
    return Walks(program, Ground(Path(program.instance_path), renewed), tmp_path_factory.mktemp("walks"))


@pytest.fixture
def app(
    program: Flask, walks: Walks, template: tuple[Path, str], request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The program on fresh ground: tables, files and keys as the template has them."""
    walks.begin(template[0], trusted="monkeypatch" not in request.fixturenames)
    with program.app_context():
        yield program
        walks.end()


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], FlaskClient]:
    """A browser in which USER has signed in by the real page."""

    def go(user: User) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/account/sign-in", data={"login": user.login, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return go


@pytest.fixture
def new_case(cast: Cast) -> Callable[..., Case]:
    """A case registered by Lin (or `actor`) with the facts of the form, some of them given."""

    def make(*, actor: User | None = None, **given: Any) -> Case:
        # A request received at this minute was received on its day.
        usual = {
            name: value
            for name, value in A_REQUEST.items()
            if name != "received_on" or "received_at" not in given
        }
        clerk = actor or cast.lin
        return walked(f"{clerk.login} registers {given!r}", lambda: register({**usual, **given}, actor=clerk))

    return make


A_REQUEST: dict[str, Any] = {
    "channel": "visit",
    "received_on": "2026-01-02",
    "category_class": "婚姻家庭权益",
    "category_kind": "抚养",
    "summary": "离婚后对方不付抚养费。",
    "wishes": "要求按月支付抚养费。",
    "applicants": [
        {
            "name": "王芳",
            "sex": "2",
            "phone": "13800138000",
            "residence": "青山区和平路8号3单元502",
            "relation": "前配偶",
        }
    ],
    "respondents": [{"name": "李强", "sex": "1", "relation": "前配偶"}],
    "children": [{"name": "李小宝", "birth": "2018-05-01"}],
    "contact": {"ways": ["phone"], "hours": "工作日 9:00-11:00", "number": "13800138000"},
    "q_hurt": "no",
    "q_violence": "no",
    "q_children": "no",
    "privacy_consent": True,
}


def stage_of(case: Case, workflow: str) -> Stage:
    """The newest stage of that kind."""
    return next(stage for stage in reversed(case.stages) if stage.workflow == workflow)


def slip(case: Case, to: Agency, **given: Any) -> dict[str, Any]:
    """The facts of the form `referral`: legal aid, with separate consent, and the minimum of fields."""
    told = {
        "kind": "refer",
        "stage": "legal_aid",
        "to": to.id,
        "urgency": "slight",
        "needs": ["legal_aid"],
        "purpose": "申请法律援助",
        "ground": "consent",
        "party": next(party.id for party in case.parties if party.role == "applicant"),
        "answer": "agreed",
        "way": "in_person",
        "data_kinds": ["identity", "contact", "narrative"],
        **given,
    }
    return {name: value for name, value in told.items() if value is not None}


# Who signs for a referral at each agency.
RECEIVER = {
    "committee": "tao",
    "legal_aid": "fang",
    "social": "an",
    "court": "pei",
    "police": "ning",
    "elsewhere": "qiu",
}


def referred(
    case: Case,
    workflow: str,
    *,
    to: str,
    manner: str = "co_handle",
    assignee: User | None = None,
    **given: Any,
) -> Stage:
    """A stage at another agency by the only way: Mei refers it with separate consent, they sign for it and accept.

    TO is the short word of the agency; the MANNER `refer` makes it lead. Where there is violence, she is told first
    what must be told. Answers the stage.
    """
    step = f"{case.ref} {workflow} {manner} to {to}, {assignee and assignee.login} {given!r}"
    return walked(step, lambda: _referred(case, workflow, to, {"kind": manner, **given}, assignee))


def _referred(case: Case, workflow: str, to: str, given: dict[str, Any], assignee: User | None) -> Stage:
    cast = Cast()
    her = next(party.id for party in case.parties if party.side == "applicant")
    for notice, missing in (("protection_order", protection_order_told), ("legal_aid", legal_aid_told)):
        if missing(case, cast.mei):
            take(case, "inform", actor=cast.mei, facts={"party": her, "notice": notice, "way": "spoken"})
    facts = {"stage": workflow, "needs": [], **given}
    referral = refer(case, slip(case, cast.agency(to), **facts), actor=cast.mei)
    receiver = getattr(cast, RECEIVER[to])
    take(referral, "sign_for", actor=receiver)
    take(referral, "accept", actor=receiver, facts={"assignee": assignee.id} if assignee else {})
    db.session.refresh(case)
    return stage_of(case, workflow)


def decline(stage: Stage, cast: Cast) -> None:
    """Tao declines a mediation that was asked for: the notice is printed, delivered in writing, and it is over (PM-26)."""
    told = {"reason": "party_refuses", "reason_text": "对方不同意。", "where_to_go": "法律援助中心"}
    take(stage, "decline", actor=cast.tao, facts=told)
    issue(stage.case, "termination_notice", stage.ref, actor=cast.tao)
    delivered = {"party": "all", "notice": "termination", "way": "signed"}
    take(stage, "deliver_notice", actor=cast.tao, facts=delivered)
    take(stage, "close_declined", actor=cast.tao)


REFUSAL = {"reason": "not_competent", "reason_text": "不属于受理范围。", "where_to_go": "信访局"}


def turn_away(case: Case, cast: Cast, actor: User | None = None, **given: Any) -> None:
    """Decline a request at the desk: the reason set down, the notice printed, delivered (XF-23)."""
    who = actor or cast.mei
    take(case, "draft_refusal", actor=who, facts={**REFUSAL, **given})
    issue(case, "refusal_notice", "", actor=who)
    take(case, "decline", actor=who, facts={"notice_way": "signed", "happened_on": today().isoformat()})


ARCHIVED = {"retention": "long", "dossier_note": "卷宗完整。"}


def prepare_archive(case: Case, cast: Cast) -> None:
    """Bring what the dossier of a case at the desk must hold, by real steps of Mei, and close it."""
    walked(f"{case.ref} is prepared for the archive", lambda: _prepared(case, cast))


def _prepared(case: Case, cast: Cast) -> Case:
    stage = stage_of(case, "help_request")
    day = today().isoformat()
    take(stage, "accept", actor=cast.mei, facts={"accepted_on": day})
    take(stage, "answer", actor=cast.mei, facts={"reply": "已告知起诉办法。", "way": "in_person"})
    issue(case, "registration", "", actor=cast.mei)
    take(case, "begin_follow_up", actor=cast.mei)
    called = {"way": "in_person", "reached": True, "safe": "yes", "text": "按月收到抚养费。"}
    take(case, "record_follow_up", actor=cast.mei, facts=called)
    take(
        case,
        "close",
        actor=cast.mei,
        facts={"outcome": "resolved", "summary": "已经办完。", "happened_on": day},
    )
    return case


def archive(case: Case, cast: Cast) -> None:
    """Put a closed case into the archive, as Rao does."""
    filed = {"filed_by": cast.mei.id, "checked_by": cast.rao.id}
    take(case, "archive", actor=cast.rao, facts={**ARCHIVED, "archived_on": today().isoformat(), **filed})


def _app(home: Path, database: str, template_home: Path) -> Flask:
    settings: dict[str, Any] = {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": False,
        "WTF_CSRF_ENABLED": False,
        "INSTANCE": str(home),
        "KEY_FILE": str(template_home.with_suffix(".key")),
    }
    if ON_POSTGRES:
        settings["SQLALCHEMY_DATABASE_URI"] = address_of(database)
    return create_app(settings)


def _people() -> None:
    with atomic() as session:
        rows = {
            key: Agency(name=name, short_name=short, kind=kind, takes_on=takes_on, district="990101")
            for key, (name, short, kind, takes_on) in AGENCIES.items()
        }
        session.add_all(rows.values())
        secret = hashed(PASSWORD)
        for login, (name, role, agency) in CAST.items():
            session.add(User(login=login, name=name, role=role, agency=rows[agency], password_hash=secret))
