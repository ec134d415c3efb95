"""What a text can do wrong to the pipeline: the message is refused and becomes a dead letter (see schemas/errors.py)."""

from schemas.errors import RefusedMessage


class TextTooLong(RefusedMessage):
    """The body or the html is over its limit; the sender splits or trims it."""

    stage = "clean"


class HtmlTooComplex(RefusedMessage):
    """The html is nested or attributed beyond what is parsed; the sender sends plain text or plainer html."""

    stage = "clean"
