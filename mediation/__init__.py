"""Rights protection and family-dispute mediation: help request, legal aid, mediation, counselling."""

from functools import cache
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from sqlalchemy.engine import make_url

from mediation import places
from mediation.admin.feature import feature as admin
from mediation.api import description
from mediation.api.feature import feature as api
from mediation.attachments.feature import feature as attachments
from mediation.audit import verify
from mediation.bulletins.feature import feature as bulletins
from mediation.calendar.feature import feature as calendar
from mediation.cases.feature import feature as cases
from mediation.conferences.feature import feature as conferences
from mediation.configuration import districts_of, province_of, stated_in
from mediation.counselling.feature import feature as counselling
from mediation.data_requests.feature import feature as data_requests
from mediation.db import db
from mediation.directory.feature import feature as directory
from mediation.disputes.feature import feature as disputes
from mediation.documents.papers import PAPERS
from mediation.dossiers import checklist
from mediation.dossiers.feature import feature as dossiers
from mediation.follow_up.feature import feature as follow_up
from mediation.handover.feature import feature as handover
from mediation.intake.feature import feature as intake
from mediation.law.holidays import Holidays
from mediation.law.rules import Law
from mediation.law.rules import load as load_law
from mediation.ledger.feature import feature as ledger
from mediation.legal_aid.feature import feature as legal_aid
from mediation.messages.feature import feature as messages
from mediation.messages.settings import DEFAULTS as MESSAGE_DEFAULTS
from mediation.messages.settings import mail_of, texts_of
from mediation.phrases.feature import feature as phrases
from mediation.portal.feature import feature as portal
from mediation.protection.feature import feature as protection
from mediation.referrals import cards
from mediation.referrals.feature import feature as referrals
from mediation.retention import schedule as retention_schedule
from mediation.retention.feature import feature as retention
from mediation.retention.schedule import Schedule
from mediation.safeguards.feature import feature as safeguards
from mediation.search.feature import feature as search
from mediation.statistics.feature import feature as statistics
from mediation.supervision.feature import feature as supervision
from mediation.vault import keys
from mediation.web import (
    access,
    account,
    articles,
    drafts,
    errors,
    forms,
    headers,
    health,
    outside,
    shell,
    uploads,
)
from mediation.web.draft_views import feature as drafting
from mediation.web.feature import Feature
from mediation.webhooks.feature import feature as webhooks
from mediation.workflow import clocks, engine
from mediation.workflow.checking import read_all
from mediation.workflow.definition import Workflow
from mediation.workflow.proof import steps_match_the_log
from mediation.workflow.words import Words

Lists = dict[str, checklist.Checklist]
FEATURES: list[Feature] = [
    cases, attachments, intake, legal_aid, disputes, counselling, protection, referrals, follow_up, supervision, statistics,
    admin, dossiers, conferences, retention, data_requests, messages, webhooks, directory, bulletins, api, portal,
    safeguards, search, phrases, calendar, handover, drafting, ledger,
]  # fmt: skip


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Put the features together. No other file knows them all.

    SETTINGS go before the environment (MEDIATION_*), which goes before `config.toml` in the instance folder, which
    goes before the defaults.
    """
    instance = Path((settings or {}).get("INSTANCE") or places.instance())
    app = APIFlask(
        __name__,
        title="转介接口",
        version="1",
        spec_path=None,
        docs_path=None,
        json_errors=False,
        instance_path=str(instance),
        template_folder=str(places.templates()),
        static_folder=str(places.static()),
    )
    app.request_class = uploads.RequestInMemory
    places.make_private(instance)
    _configure(app, instance, settings or {})
    db.init_app(app)
    vault = keys.install(app)
    app.secret_key = vault.derived("the cookie of the browser")
    Babel(app, default_locale="zh", default_timezone="Asia/Shanghai")
    Bootstrap5(app)
    for part in (uploads, outside, headers, access, drafts, errors, articles, description):
        part.install(app)
    app.extensions["features"] = FEATURES
    verify.load([steps_match_the_log, *(check for feature in FEATURES for check in feature.checks)])
    shell.install(app, FEATURES)
    for blueprint in (account.bp, health.bp):
        app.register_blueprint(blueprint)
    prefixes = dict.fromkeys(("portal", "portal_status"), app.config["PORTAL_PREFIX"])
    for feature in FEATURES:
        for blueprint in feature.views:
            app.register_blueprint(blueprint, url_prefix=prefixes.get(blueprint.name))
    app.extensions["law"] = load_workflows(
        places.workflows(), instance, province=province_of(app.config["PROVINCE"])
    )
    return app


def load_workflows(folder: Path, instance: Path, *, province: str = "") -> Law:
    """Read the law and the machines, and refuse to start on a name that nobody wrote. Answers the law.

    PROVINCE (GB/T 2260, two digits) goes before the district of an agency. Raises BadWorkflow or BadFile with file
    and line.
    """
    law, flows, words, lists, kept = _read(folder)
    cards.load(cards.read(folder))
    watchers = [watch for feature in FEATURES for watch in feature.watches]
    clocks.load(law, Holidays(instance), province=province, watchers=watchers)
    engine.load(flows, words)
    checklist.load(lists)
    retention_schedule.load(kept)
    return law


@cache
def _read(folder: Path) -> tuple[Law, dict[str, Workflow], Words, Lists, Schedule]:
    """The files, read once in the life of a process: nobody changes them while it runs."""
    law = load_law(folder)
    forms.register(form for feature in FEATURES for form in feature.forms)
    words = Words(
        needs={need.__name__: need for feature in FEATURES for need in feature.needs},
        effects={effect.__name__: effect for feature in FEATURES for effect in feature.effects},
        forms=forms.FORMS,
        papers=PAPERS,
        rules=law.rules,
        limits=law.limits,
        doubts=[doubt for feature in FEATURES for doubt in feature.doubts],
        apart=frozenset(name for feature in FEATURES for form in feature.forms for name in form.apart),
    )
    flows = read_all(folder, words)
    lists = checklist.read(folder, flows, law.rules)
    return law, flows, words, lists, retention_schedule.read(folder, flows, law.rules)


def _configure(app: Flask, instance: Path, settings: dict[str, Any]) -> None:
    app.config.from_mapping(
        PRODUCT_NAME="维权服务平台",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance / 'mediation.db'}",
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        HTTPS=False,
        PROXIES=0,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
        PROVINCE="",
        CONTACT_DAYS=30,
        SILENCE_DAYS=7,
        PORTAL_PREFIX="/q",
        PORTAL_TITLE="便民信息",
        PORTAL_DISTRICTS={},
        OUTBOUND=[],
        **MESSAGE_DEFAULTS,
    )
    app.config.from_mapping(stated_in(instance / "config.toml"))
    app.config.from_prefixed_env("MEDIATION")
    app.config.from_mapping(settings)
    app.config["PORTAL_DISTRICTS"] = districts_of(app.config["PORTAL_DISTRICTS"])
    # What is half configured, or would tell too much, refuses to start.
    mail_of(app.config)
    texts_of(app.config)
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "postgresql" and url.drivername == "postgresql":
        app.config["SQLALCHEMY_DATABASE_URI"] = url.set(drivername="postgresql+psycopg").render_as_string(
            False
        )
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
