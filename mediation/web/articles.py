"""The articles of law behind what a page says: by rule id, with a link to the whole rule."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app, url_for

from mediation.law.rules import Law, Rule

USAGE = "惯例"
_REMARK = re.compile(r"（[^（）]*）")


@dataclass(frozen=True)
class Article:
    """A rule as a page names it: its id, where it stands (the first source), its sentence, its own page."""

    rule: str
    where: str
    sentence: str
    url: str


def install(app: Flask) -> None:
    """Offer `rules | articles` to every template."""
    app.jinja_env.filters["articles"] = articles_of


def articles_of(rules: Iterable[str]) -> list[Article]:
    """The articles of these rules, in their order, each article once; an id that the law does not hold is left out."""
    law: Law = current_app.extensions["law"]
    first: dict[str, Rule] = {}
    for rule in (law.rules[name] for name in rules if name in law.rules):
        # What is only usage is a reason to work so, and no ground of law.
        if _first(rule.source) != USAGE:
            first.setdefault(_first(rule.source), rule)
    return [
        Article(rule.id, where, rule.zh, url_for("admin.rule", rule_id=rule.id))
        for where, rule in first.items()
    ]


def _first(source: str) -> str:
    """人民调解法第17条 of 人民调解法第17条；民法典第5条（…）; 民事诉讼法第205条 of 民事诉讼法（2023修正）第205条."""
    return _REMARK.sub("", source).split("；")[0].strip() or source
