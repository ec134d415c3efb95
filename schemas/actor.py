"""A participant of an event, as the article says it and as far as it could be resolved."""

from schemas.model import Message


class Actor(Message):
    """One actor or recipient. ``text`` is what the article says; ``name`` is null where nothing was resolved.

    Offsets are half-open, in characters of the extraction's ``text``. ``country`` is ISO 3166-1 alpha-3
    or one of PLOVER's codes (IGO, UNO, EUR, NGO, ISM, IMG, MNC); ``sector`` is a PLOVER sector.
    ``resolved_by`` is null where the words themselves name the entity, else the rule that linked them to it.
    """

    text: str
    start_char: int
    end_char: int
    name: str | None = None
    entity_id: str | None = None
    label: str | None = None
    country: str | None = None
    sector: str | None = None
    resolved_by: str | None = None
