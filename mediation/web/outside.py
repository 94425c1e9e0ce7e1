"""What the station says of the way to this program: by HTTPS or not, behind proxies or not, under which names.

`HTTPS` (true where browsers reach it by HTTPS): the cookie is sent by HTTPS alone and bears the prefix `__Host-`, so no
other host can set it. `PROXIES`: how many proxies of our own stand before it; the address that they state in
X-Forwarded-For is believed, and without them none is. `TRUSTED_HOSTS`: the names that it answers to; Flask refuses others.
Served to this machine alone and without any of these, it answers to the names of this machine (`answer_to_loopback`).
`PUBLIC_ADDRESS`: what stands on papers, for whoever checks one.

The cookie is Lax: with Strict, whoever comes by a link from outside (the code on a paper) would be given a new one in
place of the one of their sign-in.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def install(app: Flask) -> None:
    """Set the cookie, and believe as many proxies as were stated."""
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    if app.config["HTTPS"]:
        app.config["SESSION_COOKIE_SECURE"] = True
        app.config["SESSION_COOKIE_NAME"] = "__Host-session"
    if proxies := int(app.config["PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.before_request(_refuse_other_names)


def answer_to_loopback(app: Flask) -> None:
    """Served to this machine alone: no page of elsewhere reaches it under a name of its own, unless names were stated."""
    if not (app.config.get("TRUSTED_HOSTS") or int(app.config["PROXIES"])):
        app.config["LOOPBACK_ONLY"] = True


def own_address() -> str:
    """Where browsers reach the program: what the administrator set, else where this page was asked for, if that is certain.

    Empty where it is not: whoever asks writes the name of the host, and it would stand on a paper.
    """
    stated: str = current_app.config.get("PUBLIC_ADDRESS", "")
    if stated or not has_request_context():
        return stated
    certain = current_app.config.get("TRUSTED_HOSTS") or _named() in LOOPBACK
    return request.host_url if certain else ""


def _refuse_other_names() -> None:
    stated = urlsplit(current_app.config.get("PUBLIC_ADDRESS", "")).hostname
    if current_app.config.get("LOOPBACK_ONLY") and _named() not in (*LOOPBACK, stated):
        raise SecurityError


def _named() -> str | None:
    """The host that the request names, without its port."""
    return urlsplit(f"//{request.host}").hostname
