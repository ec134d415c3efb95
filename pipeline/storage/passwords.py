"""Hides the passwords of a database URL, also of one that cannot be parsed."""

import re

_HIDDEN = "***"
# user:password@ and a query's password=; the rest of a URL is what an operator looks for.
_PASSWORD = re.compile(r"(?<=://)([^/@]*?):(.*)@(?=[^@]*$)")
_QUERY_PASSWORD = re.compile(r"([?&][^=&]*pass[^=&]*=)[^&]*", re.IGNORECASE)


def without_password(url: str) -> str:
    """*url* with each of its passwords replaced by ``***``."""
    return _QUERY_PASSWORD.sub(rf"\1{_HIDDEN}", _PASSWORD.sub(rf"\1:{_HIDDEN}@", url))
