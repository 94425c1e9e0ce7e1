"""查找: one box. What is looked for is posted, so that it stands in no address."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.searching import count_search, term_of
from mediation.search import queries, rows
from mediation.search.agencies import agencies
from mediation.search.papers import papers
from mediation.search.queries import Found, Place, place_of

bp = Blueprint("search", __name__)
GROUPS: dict[str, Callable[..., Found]] = {
    "persons": queries.persons,
    "cases": queries.cases,
    "papers": papers,
    "agencies": agencies,
}


@bp.route("/search", methods=["GET", "POST"])
def index() -> str:
    """The box; once something was looked for, what ACTOR may know of, by kind. One group alone goes on by its key."""
    text = request.form.get("q", "").strip()[: queries.LONGEST]
    if not text:
        return render_template("search/index.html", text="", groups={}, paged=False)
    count_search(current_user)
    after = place_of(request.form.get("after", ""))
    only = request.form.get("group", "") if after else ""
    found = {
        name: find(text, actor=current_user, after=after if name == only else None)
        for name, find in GROUPS.items()
        if not only or name == only
    }
    groups = {name: _shown(name, group) for name, group in found.items()}
    record_read("search", actor=current_user, shown=_refs(groups), term=term_of(text))
    more: dict[str, Place | None] = {name: group.more for name, group in found.items()}
    return render_template("search/index.html", text=text, groups=groups, more=more, paged=bool(only))


def _shown(name: str, group: Found) -> list[Any]:
    actor = current_user
    if name == "persons":
        return rows.person_rows(list(group.rows), actor=actor)
    if name == "agencies":
        return list(group.rows)
    line = rows.case_row if name == "cases" else rows.paper_row
    return [line(row, actor=actor) for row in group.rows]


def _refs(groups: dict[str, list[Any]]) -> list[str]:
    """The cases of which something was shown."""
    refs = {row["ref"] for row in groups.get("cases", [])} | {row["case"] for row in groups.get("papers", [])}
    refs |= {part["ref"] for row in groups.get("persons", []) for part in row["parts"]}
    return sorted(refs)
