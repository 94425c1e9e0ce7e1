"""The step by which a worker sends her a text message: what must hold, what it asks, what it brings about."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from mediation.cases.contact_lock import why_not_reach
from mediation.cases.notices import party_in
from mediation.cases.queries import parties_of
from mediation.cases.questions import one_of
from mediation.cases.rules import case_of
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.messages.models import TextMessage
from mediation.messages.settings import LABELS, USUAL_TEXTS, texts_of
from mediation.web.fields import HappenedOnField, PartyField
from mediation.web.forms import StepForm
from mediation.workflow.words import Taken, rests_on


class TextToHerForm(StepForm):
    """Whom, and which of the neutral texts; nothing is typed."""

    name = "text_to_her"
    party = PartyField(_l("发给谁"), [InputRequired(_l("请选择发给谁。"))], offers="applicants")
    template = one_of(
        _l("内容"),
        [(name, f"{LABELS[name]}：{text}") for name, text in USUAL_TEXTS.items()],
        description=_l("内容是固定的，不写姓名和事情；开头的单位签名无法隐藏。本人同意的时段内才发出。"),
    )
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """The words of the station, where it has its own."""
        if settings := texts_of(current_app.config):
            choices = [(name, f"【{settings.signature}】{settings.texts[name]}") for name in LABELS]
            self.template.choices = choices


@rests_on("DV-10-4")
def text_possible(item: Any, actor: Any) -> str | None:
    """The station sends text messages, and an applicant chose them, knowing that they show who sends."""
    if texts_of(current_app.config) is None:
        return "本站没有开通短信（短信开头的单位名称无法隐藏，默认不用）"
    refusals = [
        why_not_reach(party, "sms", now(), at_any_hour=True)
        for party in parties_of(case_of(item), "applicant")
    ]
    return None if None in refusals else next(iter(refusals), "没有求助人")


def put_text(taken: Taken) -> None:
    """Into the outbox; sent by the worker, who asks the lock again. Raises Incomplete where it is shut for this person."""
    case = case_of(taken.item)
    party = party_in(case, taken.facts["party"])
    if refusal := why_not_reach(party, "sms", now(), at_any_hour=True):
        raise Incomplete(f"{refusal}。", rules=("DV-10-4",))
    if taken.facts["template"] not in LABELS:
        raise Incomplete("请从列表中选择短信内容。")
    db.session.add(
        TextMessage(
            case=case,
            party=party,
            template=taken.facts["template"],
            made_by_id=taken.actor.id,
            made_at=now(),
            next_at=now(),
        )
    )
