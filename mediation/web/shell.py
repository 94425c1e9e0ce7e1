"""What every page has around it: the menu of this person, large type, the words for dates."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from mediation.dates import day_in_words, local
from mediation.people.queries import shelters
from mediation.web.feature import Feature, MenuItem


def install(app: Flask, features: list[Feature]) -> None:
    """Offer the surroundings to every template."""
    app.extensions["menu"] = [item for feature in features for item in feature.menu]
    app.context_processor(_surroundings)
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["day"] = day_in_words
    # Asked by the identity bar, which a macro draws: only where it is drawn.
    app.jinja_env.globals["shelters"] = shelters
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _surroundings() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    return {
        "menu": [_entry(item) for item in _menu()] if signed_in else [],
        "signed_in": {"name": current_user.name, "agency": current_user.agency.name} if signed_in else None,
        "large_type": request.cookies.get("size") == "lg",
        "product_name": current_app.config["PRODUCT_NAME"],
        "search_url": "/search" if signed_in else None,
        "size_url": url_for("account.size"),
        "sign_out_url": url_for("account.sign_out"),
        "account_url": url_for("account.show"),
        "help_url": url_for("account.help_page"),
    }


def _menu() -> list[MenuItem]:
    items: list[MenuItem] = current_app.extensions["menu"]
    return [item for item in items if current_user.role in item.roles]


def _entry(item: MenuItem) -> dict[str, Any]:
    url = url_for(item.endpoint)
    current = request.path == url or (url != "/" and request.path.startswith((url, *item.also)))
    return {
        "label": item.label,
        "url": url,
        "current": current,
        "count": item.count(current_user) if item.count else 0,
        "quiet": item.quiet,
    }
