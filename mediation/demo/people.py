"""The agencies and the people of the demo: one district, every role once, colleagues who do not sign in."""

from mediation.db import db
from mediation.people.models import Agency, User
from mediation.people.passwords import hashed
from mediation.people.roles import ROLES

DISTRICT = "990101"
EVERY_STAGE = ["help_request", "legal_aid", "mediation", "counselling", "protection"]
# Word in the stories: name, short name, kind, what it takes on, the agency above it.
OFFICES: dict[str, tuple[str, str, str, list[str], str]] = {
    "city": ("江城市妇女联合会", "江", "federation", [], ""),
    "federation": ("青山区妇女联合会", "青", "federation", EVERY_STAGE, "city"),
    "committee": (
        "青山区婚姻家庭纠纷人民调解委员会", "青山婚", "mediation_committee", ["mediation"], "",
    ),
    "joint_committee": ("青山区联合人民调解委员会", "青山联", "mediation_committee", ["mediation"], ""),
    "street_committee": ("和平街道人民调解委员会", "和平", "mediation_committee", ["mediation"], ""),
    "legal_aid": ("青山区法律援助中心", "青援", "legal_aid_centre", ["legal_aid"], ""),
    "social": ("青山区社会工作服务中心", "青社", "social_work", ["counselling", "protection"], ""),
    "court": ("青山区人民法院", "青法", "court", ["protection", "mediation"], ""),
    "police": ("青山公安分局城南派出所", "城南", "police", ["protection"], ""),
    "governance": ("青山区社会治安综合治理中心", "青综", "governance_centre", ["mediation"], ""),
    "township": ("西河乡社会治安综合治理中心", "西综", "governance_centre", ["mediation"], "governance"),
    "civil_affairs": ("青山区民政局", "青民", "civil_affairs", ["protection"], ""),
    "procuratorate": ("青山区人民检察院", "青检", "procuratorate", ["protection"], ""),
    "neighbour": ("白水区妇女联合会", "白", "federation", EVERY_STAGE, "city"),
}  # fmt: skip
# Login: name, role, office. Every one of them signs in with the password of the demo.
SIGNED_IN: dict[str, tuple[str, str, str]] = {
    "intake": ("林秀英", "intake_worker", "federation"),
    "caseworker": ("梅若华", "caseworker", "federation"),
    "mediator": ("陶然", "mediator", "committee"),
    "legal_aid": ("方正", "legal_aid_clerk", "legal_aid"),
    "lawyer": ("顾明", "lawyer", "legal_aid"),
    "counsellor": ("安宁", "counsellor", "social"),
    "social_worker": ("徐行", "social_worker", "social"),
    "court": ("裴文", "liaison", "court"),
    "police": ("宁武", "liaison", "police"),
    "supervisor": ("宋丽", "supervisor", "federation"),
    "leader": ("康静", "leader", "federation"),
    "registrar": ("饶静", "registrar", "federation"),
    "auditor": ("严明", "auditor", "federation"),
    "admin": ("康明", "admin", "federation"),
}
# They have a part in the stories but no password: nobody signs in as one of them.
COLLEAGUES: dict[str, tuple[str, str, str]] = {
    "second_caseworker": ("江雪梅", "caseworker", "federation"),
    "second_mediator": ("石磊", "mediator", "committee"),
    "joint_mediator": ("郝建国", "mediator", "joint_committee"),
    "street_mediator": ("段月娥", "mediator", "street_committee"),
    "township_mediator": ("罗长青", "mediator", "township"),
    "second_lawyer": ("苗苗", "lawyer", "legal_aid"),
    "neighbour": ("邱远", "caseworker", "neighbour"),
}
ACCOUNTS: dict[str, str] = {
    login: f"{ROLES[role]} {name}（{OFFICES[office][0]}）"
    for login, (name, role, office) in SIGNED_IN.items()
}


def settle(password: str) -> None:
    """The agencies and their people, in the unit of work under way. One password, so one hash."""
    offices: dict[str, Agency] = {}
    for word, (name, short_name, kind, takes_on, above) in OFFICES.items():
        offices[word] = Agency(
            name=name,
            short_name=short_name,
            kind=kind,
            takes_on=takes_on,
            district=DISTRICT,
            parent=offices.get(above),
        )
    db.session.add_all(offices.values())
    secret = hashed(password)
    for people, password_hash in ((SIGNED_IN, secret), (COLLEAGUES, "")):
        for login, (name, role, office) in people.items():
            user = User(login=login, name=name, role=role, agency=offices[office])
            user.password_hash = password_hash
            db.session.add(user)
    db.session.flush()


def user_called(login: str) -> User:
    """The person of that login. Raises sqlalchemy.exc.NoResultFound."""
    return db.session.query(User).filter_by(login=login).one()


def office_called(word: str) -> Agency:
    """The agency of that word in OFFICES. Raises KeyError for another word."""
    return db.session.query(Agency).filter_by(name=OFFICES[word][0]).one()
