"""The way through the questions: which page comes next, and what was answered, in words."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from mediation.cases.questions import LONGEST_TEXT
from mediation.portal import forms
from mediation.portal.sending import in_danger

FORMS: dict[str, type[Any]] = {
    "safe": forms.SafeForm,
    "contact": forms.ContactForm,
    "ways": forms.WaysForm,
    "story": forms.StoryForm,
    "check": forms.SendForm,
}
TITLES = {
    "safe": "您现在安全吗？",
    "danger": "先保证安全",
    "contact": "怎样联系您才安全？",
    "ways": "按什么办法联系您？",
    "story": "说说情况",
    "check": "看一遍，再发送",
}
STEPS = {"safe": 1, "danger": 1, "contact": 2, "ways": 2, "story": 3, "check": 4}
LAST = "check"
_NOT_KEPT = frozenset({"csrf_token", "secret", "privacy_consent"})
_MOST_CHOSEN = 10


def way(answers: Mapping[str, Any]) -> list[str]:
    """The pages in their order: where somebody is in danger, the telephone numbers come first."""
    danger = ["danger"] if in_danger(answers) else []
    ways = ["ways"] if answers.get("may_contact") == "yes" else []
    return ["safe", *danger, "contact", *ways, "story", LAST]


def page_of(draft: Mapping[str, Any]) -> str:
    """The page on which the draft stands; the first where it stands on none that this way has."""
    page = str(draft.get("page", ""))
    return page if page in way(draft.get("answers", {})) else "safe"


def beside(draft: Mapping[str, Any], by: int) -> str:
    """The page after (1) or before (-1) the one on which the draft stands."""
    pages = way(draft.get("answers", {}))
    at = pages.index(page_of(draft)) + by
    return pages[min(max(at, 0), len(pages) - 1)]


def typed(form: Any) -> dict[str, Any]:
    """What stands in the form, as far as a draft keeps it, and never more than a form of ours can hold."""
    return {name: _bounded(value) for name, value in form.data.items() if name not in _NOT_KEPT}


def _bounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_bounded(one) for one in value[:_MOST_CHOSEN]]
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def unanswered(answers: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The first page before the last whose answers do not hold, and its form with what is wrong; None if all do.

    Whoever turns back or over keeps what is there unjudged: it is judged here, before anything is sent.
    """
    for page in way(answers):
        if page in FORMS and page != LAST:
            form = FORMS[page](formdata=_as_posted(answers), meta={"csrf": False})
            if not form.validate():
                return page, form
    return None


def _as_posted(answers: Mapping[str, Any]) -> MultiDict[str, Any]:
    posted: MultiDict[str, Any] = MultiDict()
    for name, value in answers.items():
        posted.setlist(name, value if isinstance(value, list) else [value] if value else [])
    return posted


def told_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: the answers of the pages that this way has, without empty ones."""
    asked = {name for page in way(answers) if page in FORMS for name in FORMS[page](formdata=None)._fields}
    return {
        name: value
        for name, value in answers.items()
        if name in asked | {"privacy_consent"} and value not in (None, "", [], False)
    }


def in_words(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each page with its answers: (question, answer), for whoever sends and whoever takes on."""
    return [
        {"page": page, "title": TITLES[page], "pairs": _pairs(FORMS[page](formdata=None, data=dict(answers)))}
        for page in way(answers)
        if page in FORMS and page != LAST
    ]


def _pairs(form: Any) -> list[tuple[str, str]]:
    said = [(str(field.label.text), _said(field)) for field in form if field.short_name != "csrf_token"]
    return [(question, answer) for question, answer in said if answer]


def _said(field: Any) -> str:
    if isinstance(field.data, bool):
        return "是" if field.data else ""
    if hasattr(field, "choices"):
        labels = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "、".join(labels.get(str(one), "") for one in chosen if one)
    return str(field.data or "")
