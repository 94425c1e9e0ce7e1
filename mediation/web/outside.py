"""What the station says of the way to this program: by HTTPS or not, behind proxies or not, under which names.

`HTTPS` (true where browsers reach it by HTTPS): the cookie is sent by HTTPS alone and bears the prefix `__Host-`, so no
other host can set it. `PROXIES`: how many proxies of our own stand before it; the address that they state in
X-Forwarded-For is believed, and without them none is. `TRUSTED_HOSTS`: the names that it answers to; Flask refuses others.

The cookie is Lax: with Strict, whoever comes by a link from outside (the code on a paper) would be given a new one in
place of the one of their sign-in.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def install(app: Flask) -> None:
    """Set the cookie, and believe as many proxies as were stated."""
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    if app.config["HTTPS"]:
        app.config["SESSION_COOKIE_SECURE"] = True
        app.config["SESSION_COOKIE_NAME"] = "__Host-session"
    if proxies := int(app.config["PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
