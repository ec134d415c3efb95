"""What a person asks of the events, checked: a time, an event type, a country."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files

from agents.errors import UsageError, did_you_mean
from pipeline.gazetteer.tables import Country, read_table
from schemas.model import to_utc

# Codes that stand where a country does, for actors that have none (schemas/ontology, PLOVER).
SUPRANATIONAL: Mapping[str, str] = {
    "IGO": "intergovernmental organisations",
    "UNO": "United Nations",
    "EUR": "European Union",
    "NGO": "non-governmental organisations",
    "ISM": "international social movements",
    "IMG": "international militant groups",
    "MNC": "multinational companies",
}

_AGO = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_since(text: str, *, now: datetime) -> datetime:
    """The moment of *text*: RFC 3339, a date (UTC), or so long before *now*. Raises UsageError."""
    given = text.strip()
    ago = _AGO.fullmatch(given)
    try:
        if ago:
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return to_utc(datetime.fromisoformat(given))
    except (ValueError, OverflowError):
        raise UsageError(
            f"--since {text!r} is no time; want RFC 3339 such as 2026-11-22T09:00:00Z, a date such"
            " as 2026-11-22, or a while ago such as 15m, 2h or 7d"
        ) from None


def read_event_type(text: str, *, known: Mapping[str, str]) -> str:
    """The event type that *text* names, in whatever case; *known* has each type's family.

    Raises UsageError with the nearest type, and with all of them.
    """
    wanted = text.strip().upper().replace("-", "_")
    for name in known:
        if name.upper() == wanted:
            return name
    hint = did_you_mean(wanted, known)
    raise UsageError(
        f"no event type {text!r}; {hint and hint + ' '}the types are {', '.join(sorted(known))}"
    )


def read_country(text: str, *, names: Mapping[str, str]) -> str:
    """The code that *text* is, in whatever case; *names* has the name of each code.

    Raises UsageError; where *text* is a country's name, or nearly, with its code.
    """
    wanted = text.strip().upper()
    if wanted in names:
        return wanted
    codes = {name.upper(): f"{code} ({name})" for code, name in names.items()}
    begun = [name for name in codes if wanted and name.startswith(wanted)]
    if begun:
        hint = did_you_mean(wanted, begun, shown=codes, at_most=3, cutoff=0.0)
    else:
        hint = did_you_mean(wanted, codes, shown=codes, cutoff=0.7)
    raise UsageError(
        f"no country {text!r}; {hint and hint + ' '}want an ISO 3166-1 alpha-3 code such as TUR, or one of"
        f" {', '.join(SUPRANATIONAL)}"
    )


def load_country_names() -> dict[str, str]:
    """The name of each code that an actor or a place can have."""
    table = read_table(files("pipeline.gazetteer") / "countries.tsv", Country)
    names: dict[str, str] = {}
    for row in table:
        # Parts of a country follow it under its code; the first line has its own name.
        names.setdefault(row.country, row.name)
    return {**names, **SUPRANATIONAL}
