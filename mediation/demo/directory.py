"""The directory of the demo as it stands today: what each office does and when, who is named there, who is on duty.

Written after the stories are told: the terms are those of today, and the stories happened before.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from mediation.cases.bookings import Room
from mediation.db import db, today
from mediation.demo.people import DISTRICT, office_called, user_called
from mediation.people.districts import FILE_NAME
from mediation.people.models import Absence, Agency, AgencyPerson, Duty

OFFICE_HOURS = "周一至周五 9:00-12:00、14:00-17:30"
ALWAYS = "每天 24小时"
# Word of the office: telephone, address for letters, hours, way in, services, duties, the office above it.
KNOWN: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "city": ("0990-6000100", "江城市滨江路1号", OFFICE_HOURS, "account", "指导各区县妇联维权工作", "", ""),
    "federation": (
        "0990-6212338", "青山区政府路8号", OFFICE_HOURS, "account",
        "来访接待、12338热线、权益维护、督促处理",
        "统筹一站式维权服务\n受理妇女儿童的求助并分流\n对失职的用人单位和部门提出督促处理意见", "city",
    ),
    "committee": (
        "0990-6212340", "青山区政府路8号2楼", OFFICE_HOURS + "；周六 9:00-12:00", "account",
        "婚姻家庭纠纷调解、调解协议司法确认指导", "调解婚姻家庭纠纷\n不调解不能调解的事项，及时转回", "federation",
    ),
    "joint_committee": ("0990-6212350", "青山区综治路2号", OFFICE_HOURS, "account", "跨街道、跨行业纠纷调解", "", ""),
    "street_committee": ("0990-6212361", "和平街道办事处", OFFICE_HOURS, "account", "本街道民间纠纷调解", "", ""),
    "legal_aid": (
        "0990-6212348", "青山区司法局1楼", OFFICE_HOURS, "account", "法律咨询、法律援助、代写文书",
        "优先受理家庭暴力受害人的申请\n受理后在规定期限内作出决定并告知转出单位", "",
    ),
    "social": (
        "0990-6230011", "青山区中山路66号", "每天 8:30-20:30", "account", "心理辅导、陪同、家庭支持", "", "federation",
    ),
    "court": (
        "0990-6212368", "青山区法院路1号", OFFICE_HOURS, "account", "人身安全保护令、司法确认、委派调解",
        "开辟人身安全保护令绿色通道\n审查司法确认申请", "",
    ),
    "police": (
        "0990-6210110", "城南路3号", ALWAYS, "account",
        "出警、告诫书、协助执行保护令", "接到家暴报警及时出警\n依法出具告诫书", "",
    ),
    "governance": ("0990-6220001", "青山区综治路2号", OFFICE_HOURS, "link", "矛盾纠纷一站式受理", "", ""),
    "township": ("0990-6220031", "西河乡政府", OFFICE_HOURS, "paper", "乡镇矛盾纠纷受理和调解", "", "governance"),
    "civil_affairs": (
        "0990-6220050", "青山区民政路5号", OFFICE_HOURS, "link",
        "临时救助、庇护安置、婚姻登记", "设立临时庇护场所", "",
    ),
    "procuratorate": ("0990-6212309", "青山区检察路1号", OFFICE_HOURS, "paper", "支持起诉、司法救助、未成年人保护", "", ""),
    "neighbour": ("0990-6312338", "白水区人民路10号", OFFICE_HOURS, "account", "白水区妇女儿童维权", "", "city"),
}  # fmt: skip
# Rooms, each with where somebody waits who must not wait in the corridor.
ROOMS = {
    "federation": (("接待室", "二楼203"), ("谈话室", "")),
    "committee": (("第一调解室", "二楼201"), ("第二调解室", "二楼202")),
    "social": (("辅导室", "休息区"),),
}
# Offices that take on no stage of a case: name, kind, district, telephone, services, the office above it.
MORE: list[tuple[str, str, str, str, str, str]] = [
    ("青山区12338妇女维权服务中心", "hotline", DISTRICT, "12338", "热线接听、来访接待", "federation"),
    (
        "城南街道妇女儿童维权站",
        "station",
        f"{DISTRICT}001",
        "0990-6212371",
        "就近来访、政策咨询",
        "federation",
    ),
    (
        "城南社区妇女儿童之家",
        "women_home",
        f"{DISTRICT}001001",
        "0990-6212372",
        "家庭教育、排查走访",
        "federation",
    ),
    (
        "和平社区服务站",
        "community_station",
        f"{DISTRICT}002001",
        "0990-6212381",
        "陪同、日常关护",
        "federation",
    ),
    ("青山区教育局", "member_unit", DISTRICT, "0990-6220060", "学校强制报告、学生关护", ""),
    ("青山区人民医院", "hospital", DISTRICT, "0990-6220120", "伤情诊治、强制报告", ""),
]
LIAISONS: dict[str, tuple[str, str, str]] = {
    "legal_aid": ("legal_aid", "", "值班律师管理"),
    "court": ("court", "", "家事审判庭"),
    "police": (
        "police",
        "",
        "社区民警",
    ),
    "social": ("social_worker", "", "项目主管"),
    "committee": ("mediator", "", "专职调解员"),
    "civil_affairs": ("", "罗小兰", "社会救助科"),
    "governance": ("", "郑国强", "综合科"),
    "procuratorate": ("", "孟晓", "第九检察部"),
}
MA, HUI, HAN = "马秀兰", "03", "01"
NO_PLACE = "演示用的代码和地名，都是虚构的；真实的请按民政部公布的《中华人民共和国行政区划代码》填写本省的"
PLACES = {
    "9901": "江城市", DISTRICT: "青山区", f"{DISTRICT}001": "城南街道", f"{DISTRICT}001001": "城南社区",
    f"{DISTRICT}002": "和平街道", f"{DISTRICT}002001": "和平社区",
}  # fmt: skip
# The committee: account or name, sex, title, whether she chairs.
MEMBERS: list[tuple[str, str, str, str, bool]] = [
    ("", MA, "2", "区妇联副主席", True),
    ("mediator", "", "1", "专职调解员", False),
    ("second_mediator", "", "1", "专职调解员", False),
    ("", "白玉珍", "2", "退休法官", False),
    ("", "韩梅", "2", "律师", False),
]


def furnish() -> None:
    """Everything above, in the unit of work under way."""
    for word, known in KNOWN.items():
        _office(office_called(word), *known)
    for name, kind, district, phone, services, above in MORE:
        _station(name, kind, district, phone, services, above)
    db.session.flush()
    _liaisons()
    _committee()
    _roster()
    _names_of_places()
    _lent()
    _rooms()


def _names_of_places() -> None:
    """What the codes of the demo mean. They are invented, as the places are; a file that is there stays."""
    path = Path(current_app.instance_path) / FILE_NAME
    if not path.exists():
        lines = [f"# {NO_PLACE}", *(f"{code},{name}" for code, name in PLACES.items())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _office(
    agency: Agency, phone: str, address: str, hours: str, way_in: str, services: str, duties: str, above: str
) -> None:
    agency.phone, agency.address, agency.hours, agency.way_in = phone, address, hours, way_in
    agency.services, agency.duties = services, duties
    agency.parent_id = office_called(above).id if above else None


def _station(name: str, kind: str, district: str, phone: str, services: str, above: str) -> None:
    agency = Agency(name=name, kind=kind, district=district, phone=phone, services=services, takes_on=[])
    agency.hours = ALWAYS if kind in ("hotline", "hospital") else OFFICE_HOURS
    agency.parent_id, agency.way_in = office_called(above).id if above else None, "paper"
    db.session.add(agency)


def _place(agency: Agency, part: str, login: str, name: str, **more: Any) -> AgencyPerson:
    user = user_called(login) if login else None
    person = AgencyPerson(
        agency_id=agency.id, part=part, user_id=user.id if user else None, name=name, **more
    )
    db.session.add(person)
    return person


def _liaisons() -> None:
    for word, (login, name, title) in LIAISONS.items():
        _place(office_called(word), "liaison", login, name, title=title, phone=KNOWN[word][0])


def _committee() -> None:
    """Five members, three women and one of a smaller people among them; the term began last year, one appointment ends
    soon."""
    committee, begun = office_called("committee"), date(today().year - 1, 3, 1)
    committee.multiethnic = True
    term = {"since": begun, "until": date(begun.year + 3, 2, 28)}
    for login, name, sex, title, chairs in MEMBERS:
        people = HUI if name == MA else HAN
        more: dict[str, Any] = {"sex": sex, "ethnicity": people, "title": title, "chairs": chairs}
        _place(committee, "member", login, name, **more, **term)
    soon = {"since": today() - timedelta(days=700), "until": today() + timedelta(days=30)}
    trained: dict[str, Any] = {"training": "婚姻家庭调解培训 24学时", "trained_on": date(begun.year, 5, 20)}
    _place(committee, "appointee", "", "高敏", sex="2", title="心理咨询师", **soon, **trained)


def _roster() -> None:
    """Two weeks at the federation: workers by turns, volunteers at the end of the week; one of them is away."""
    federation = office_called("federation")
    workers = [
        _place(federation, "on_duty", login, "", phone=KNOWN["federation"][0])
        for login in ("intake", "caseworker")
    ]
    volunteers = [
        _place(
            federation, "volunteer", "", name, sex="2", training=training, trained_on=date(today().year, 3, 8)
        )
        for name, training in (("曾小云", "反家暴志愿者培训 16学时"), ("姚芳", "倾听与陪伴培训 8学时"))
    ]
    db.session.flush()
    monday = today() - timedelta(days=today().weekday())
    for number in range(14):
        day = monday + timedelta(days=number)
        people = volunteers if day.weekday() > 4 else workers
        _duty(federation, people, day, number)
    away = user_called("second_caseworker")
    db.session.add(
        Absence(
            user_id=away.id,
            since=today(),
            until=today() + timedelta(days=2),
            substitute_id=user_called("caseworker").id,
        )
    )


def _lent() -> None:
    """A lawyer and a counsellor on duty on some days of these two weeks."""
    monday = today() - timedelta(days=today().weekday())
    for word, login, weekdays in (("legal_aid", "lawyer", (1, 3)), ("social", "counsellor", (2, 4))):
        person = _place(office_called(word), "on_duty", login, "", phone=KNOWN[word][0])
        db.session.flush()
        for number in (*weekdays, *(day + 7 for day in weekdays)):
            _duty(office_called(word), [person, person], monday + timedelta(days=number), number)


def _rooms() -> None:
    for word, names in ROOMS.items():
        agency_id = office_called(word).id
        db.session.add_all(
            Room(agency_id=agency_id, name=name, waiting=waiting, active=True) for name, waiting in names
        )


def _duty(federation: Agency, people: Iterable[AgencyPerson], day: date, number: int) -> None:
    person = list(people)[number % 2]
    hours = "9:00-12:00" if day.weekday() > 4 else "9:00-17:30"
    db.session.add(Duty(agency_id=federation.id, person_id=person.id, day=day, hours=hours))
