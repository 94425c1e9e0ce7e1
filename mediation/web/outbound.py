"""Where the program may connect to: the hosts that the station names, and no other."""

from urllib.parse import urlsplit

from flask import current_app

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def allowed(url: str) -> bool:
    """Whether the station names this host (and port) in `outbound`; plain HTTP only on the loopback."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = {str(name) for name in current_app.config["OUTBOUND"]}
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    bare = not (parts.username or parts.password or parts.fragment)
    return secure and bare and ((f"{host}:{port}" if port else host) in named)
