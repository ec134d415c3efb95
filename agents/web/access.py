"""Who may see the page: this machine alone, or whoever has the token. Pure."""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from agents.errors import InvalidSettings
from agents.settings import Settings

COOKIE = "eventwire_session"
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_LEAST_TOKEN = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Can nobody reach it but this machine?"""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def url(self) -> str:
        """As a person opens it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def read_address(settings: Settings) -> Address:
    """Where the page listens. Raises InvalidSettings for no address, and for an open one without a token."""
    host, _, port = settings.web_bind.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise InvalidSettings(
            f"EVENTWIRE_WEB_BIND is {settings.web_bind!r}; want host:port, such as 127.0.0.1:8088"
        )
    address = Address(host=host, port=int(port))
    token = settings.web_token.get_secret_value()
    if token and (len(token) < _LEAST_TOKEN or not token.isascii() or not token.isprintable()):
        raise InvalidSettings(
            f"EVENTWIRE_WEB_TOKEN must have {_LEAST_TOKEN} printable ASCII characters or more;"
            " make one with `openssl rand -hex 24`"
        )
    if not token and not address.is_loopback:
        raise InvalidSettings(
            f"EVENTWIRE_WEB_BIND is {settings.web_bind}, which others can reach: set"
            " EVENTWIRE_WEB_TOKEN (`openssl rand -hex 24`), or bind 127.0.0.1:8088"
        )
    return address


class Access:
    """Compares in constant time, and never tells the token: the cookie holds a digest that is derived from it."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self.cookie = hmac.new(self._token, b"eventwire session", hashlib.sha256).hexdigest()

    @property
    def is_open(self) -> bool:
        """Is there no token to be shown?"""
        return not self._token

    def is_token(self, given: str) -> bool:
        """Is *given* the token?"""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def admits(self, authorization: str, cookies: Mapping[str, str]) -> bool:
        """May who sends these see the page?"""
        if self.is_open:
            return True
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        shown = cookies.get(COOKIE, "").encode("utf-8", "replace")
        return hmac.compare_digest(shown, self.cookie.encode())

    def knows_host(self, host_header: str) -> bool:
        """Was this server meant? Without a token a foreign name is another site's, pointed at this machine."""
        if not self.is_open:
            return True
        name, colon, port = host_header.rpartition(":")
        host = name if colon and port.isdigit() else host_header
        return host.removeprefix("[").removesuffix("]").lower() in _OWN_NAMES or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    return Address(host=host, port=0).is_loopback
