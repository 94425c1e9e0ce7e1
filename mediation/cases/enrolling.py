"""Take a person into a case: known already, or new, or without a name."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.marks import marks_of
from mediation.cases.models import Case, Party
from mediation.cases.persons import Person, PersonToken, SafeContact
from mediation.cases.ties import keep_marks
from mediation.db import db, new_ref, now
from mediation.vault.keys import new_key
from mediation.vault.tokens import blind_index, digit_tokens, name_tokens

SIDES = {"applicant": "applicant", "respondent": "respondent"}
_PLAIN = ("sex", "ethnicity", "marital", "id_kind", "special", "moved_out", "anonymous")
_SEALED = (
    "name", "birth", "id_number", "phone", "residence", "workplace", "school", "contact_channel", "occupation"
)  # fmt: skip


def enrol(case: Case, told: Mapping[str, Any], *, role: str, person: Person | None = None) -> Party:
    """A new party of CASE: PERSON who is known already, or a new one made of what was TOLD.

    TOLD holds the fields of Person, and `relation` (to the other side) and `represents` (id of a party).
    """
    party = Party(
        ref=new_ref(),
        case=case,
        person=person or new_person(told),
        role=role,
        side=SIDES.get(role, ""),
        represents_id=told.get("represents"),
        linked=told.get("linked") or ("unknown" if role == "guardian" else ""),
    )
    party.relation = told.get("relation") or None
    db.session.add(party)
    db.session.flush()
    return party


def new_person(told: Mapping[str, Any]) -> Person:
    """A person with a key of their own. A number that fails its check is kept, with the warning and the reason."""
    person = Person(ref=new_ref(), key_id=new_key("person"))
    for name in _PLAIN:
        if told.get(name) not in (None, ""):
            setattr(person, name, told[name])
    person.id_warning = told.get("id_reason") or None
    person.anonymous = bool(told.get("anonymous"))
    change_sealed(person, told)
    db.session.add(person)
    db.session.flush()
    renew_tokens(person)
    return person


def change_sealed(person: Person, told: Mapping[str, Any]) -> None:
    """Seal what was TOLD of the person, and make it findable by equality."""
    for name in _SEALED:
        if told.get(name):
            setattr(person, name, told[name])
    if told.get("id_number"):
        person.id_index = blind_index("id_number", told["id_number"])
    if told.get("phone"):
        person.phone_index = blind_index("phone", told["phone"])


def renew_tokens(person: Person) -> None:
    """What search compares, made anew from the name and the last digits of the numbers."""
    tokens = set(name_tokens(person.name)) if person.name else set()
    for secret in (person.phone, person.id_number):
        if secret:
            tokens |= digit_tokens(secret.reveal())
    keep_marks(person, marks_of(person))
    db.session.query(PersonToken).filter_by(person_id=person.id).delete()
    db.session.add_all(PersonToken(person_id=person.id, token=token) for token in tokens)


def keep_contact(person: Person, told: Mapping[str, Any], *, confirmed: bool = True) -> SafeContact:
    """How the person may be reached, as she herself said it now; what was not CONFIRMED with her opens nothing.

    「不联系」 is a complete answer: `no_contact`; what else was said is kept for the day on which she says otherwise.
    """
    contact = person.safe_contact or SafeContact(ref=new_ref(), key_id=person.key_id, person_id=person.id)
    allowed = bool(told.get("ways")) and not told.get("no_contact")
    contact.allowed = allowed
    contact.ways = list(told.get("ways", [])) if allowed else []
    contact.hours = told.get("hours") or None
    contact.may_say_who = bool(told.get("may_say_who"))
    contact.others_phone = bool(told.get("others_phone"))
    contact.sms_told = bool(told.get("sms_told"))
    contact.number = told.get("number")
    contact.wechat = told.get("wechat")
    contact.who_may_answer = told.get("who_may_answer")
    contact.code_word = told.get("code_word")
    contact.never = told.get("never")
    contact.confirmed_at = now() if confirmed else None
    person.safe_contact = contact
    db.session.add(contact)
    db.session.flush()
    keep_marks(person, marks_of(person))
    return contact
