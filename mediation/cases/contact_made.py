"""A contact that was made: what is asked of it, and what follows. Each one asks to confirm the safe contact again (P9)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.contact_lock import WAYS
from mediation.cases.models import Case, Party
from mediation.cases.notices import party_in
from mediation.cases.queries import parties_of
from mediation.cases.questions import Depends, one_of, perhaps_told
from mediation.cases.rules import case_of
from mediation.cases.silence import heard
from mediation.cases.tasks import add_task, finish_tasks, open_tasks
from mediation.db import now
from mediation.web.fields import HappenedOnField, PartyField, as_choices
from mediation.web.forms import StepForm
from mediation.workflow.words import Taken

REACHED, BY_OTHER = "reached", "other"
RESULTS = [
    (REACHED, _l("联系上本人")),
    (BY_OTHER, _l("别人接的、别人回的")),
    ("none", _l("没有接、没有回")),
]
STILL_SAFE = [
    ("yes", _l("仍然有效，已向本人核实")),
    ("changed", _l("有变化，或者不能再用")),
    ("not_asked", _l("没有来得及问")),
]
UPDATE = "safe_contact"


def still_safe() -> Any:
    """The question that every contact ends with; unanswered where nobody was reached."""
    return SelectField(
        _l("登记的安全联系方式"),
        [Depends()],
        choices=as_choices([("", "—"), *STILL_SAFE]),
        # A page without the question has not answered it.
        filters=(lambda chosen: chosen or "",),
        description=_l("联系上本人的，每次都问一遍：这个号码、这个时间还安全吗。"),
    )


class ContactMadeForm(StepForm):
    """One call, message or talk: who, how, whether it was her, and whether it is still safe."""

    name = "contact_made"
    party = PartyField(_l("联系谁"), [InputRequired(_l("请选择联系的是谁。"))], offers="applicants")
    way = one_of(_l("方式"), list(WAYS.items()))
    result = one_of(_l("结果"), RESULTS)
    still_safe = still_safe()
    text = perhaps_told(_l("情况"))
    happened_on = HappenedOnField()

    def validate_still_safe(self, field: Any) -> None:
        """Whoever spoke with her asked, or says that there was no time to."""
        if self.result.data == REACHED and not field.data:
            raise ValidationError("请选择：联系上本人的，每次都要问安全联系方式还有没有效。")


def keep_contact_made(taken: Taken) -> None:
    """She was heard from; what she said of the safe contact, or that somebody else answers there, counts from now on."""
    case, told = case_of(taken.item), taken.facts
    party = party_in(case, told["party"])
    if told["result"] == REACHED:
        heard(case, taken.happened_on)
        confirm_again(party, told.get("still_safe"))
    elif told["result"] == BY_OTHER:
        _doubt(party, "安全联系方式被别人接听，先不要再联系，请设法当面核实", urgent=True)


def confirm_again(party: Party, answer: Any) -> None:
    """Her ANSWER to whether the safe contact is still good: renewed now, shut, or as it was."""
    contact = party.person.safe_contact
    if answer == "yes" and contact is not None:
        contact.confirmed_at = now()
        finish_tasks(party.case, UPDATE)
    elif answer == "changed":
        _doubt(party, "本人说安全联系方式有变化，请更新")


def her_alone(case: Case) -> Party | None:
    """The one applicant of a case; None where there are several, for nobody answers for another."""
    found = parties_of(case, "applicant")
    return found[0] if len(found) == 1 else None


def _doubt(party: Party, text: str, *, urgent: bool = False) -> None:
    """The record opens nothing any more until she says anew."""
    case, contact = party.case, party.person.safe_contact
    if contact is not None:
        contact.confirmed_at = None
    if not open_tasks(case, UPDATE):
        link = f"/cases/{case.ref}/change_safe_contact"
        add_task(
            case, UPDATE, text, verb="更新", link=link, user_id=case.owner_id, urgent=urgent, rule="DV-10-4"
        )
