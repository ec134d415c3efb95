"""Who may see the page: where it may listen, with which token, under which name."""

import pytest
from pydantic import SecretStr

from agents.errors import InvalidSettings
from agents.settings import Settings
from agents.web.access import COOKIE, Access, read_address

TOKEN = "0123456789abcdef0123"


@pytest.mark.parametrize(
    ("bind", "url"),
    [
        ("127.0.0.1:8088", "http://127.0.0.1:8088/"),
        ("localhost:0", "http://localhost:0/"),
        ("[::1]:9000", "http://[::1]:9000/"),
        ("127.9.9.9:1", "http://127.9.9.9:1/"),
    ],
)
def test_this_machine_alone_needs_no_token(bind: str, url: str) -> None:
    assert read_address(Settings(web_bind=bind)).url == url


@pytest.mark.parametrize("bind", ["0.0.0.0:8088", "[::]:8088", "10.0.0.7:80", "desk.example:80"])
def test_where_others_reach_it_a_token_is_needed_and_the_remedy_is_told(bind: str) -> None:
    with pytest.raises(InvalidSettings, match=r"set EVENTWIRE_WEB_TOKEN .*, or bind 127\.0\.0\.1"):
        read_address(Settings(web_bind=bind))
    assert read_address(Settings(web_bind=bind, web_token=SecretStr(TOKEN))).port in (80, 8088)


@pytest.mark.parametrize("bind", ["", "8088", ":8088", "desk:", "desk:http", "desk:70000", "desk"])
def test_what_is_no_address_is_refused(bind: str) -> None:
    with pytest.raises(InvalidSettings, match="want host:port"):
        read_address(Settings(web_bind=bind))


@pytest.mark.parametrize("token", ["short", "é" * 20, "0123456789abcdef\n0123"])
def test_a_weak_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(InvalidSettings, match="16 printable") as caught:
        read_address(Settings(web_token=SecretStr(token)))
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("authorization", "cookie", "admitted"),
    [
        (f"Bearer {TOKEN}", "", True),
        (f"bearer  {TOKEN}", "", True),
        (f"Bearer {TOKEN}x", "", False),
        ("Bearer ", "", False),
        ("Bearer ключ", "", False),
        (f"Basic {TOKEN}", "", False),
        ("", TOKEN, False),
        ("", Access(TOKEN).cookie, True),
        ("", Access(TOKEN + "x").cookie, False),
        ("", "", False),
    ],
)
def test_the_token_or_its_cookie_admits(authorization: str, cookie: str, admitted: bool) -> None:
    assert Access(TOKEN).admits(authorization, {COOKIE: cookie}) is admitted


def test_the_cookie_does_not_tell_the_token() -> None:
    assert TOKEN not in Access(TOKEN).cookie


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8088", True),
        ("localhost", True),
        ("[::1]:8088", True),
        ("evil.example:8088", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_another_sites_name_for_this_machine_is_not_answered(host: str, known: bool) -> None:
    assert Access("").knows_host(host) is known
    assert Access(TOKEN).knows_host(host)
