"""The base of every message model: frozen, open to unknown fields, times aware and UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Message(BaseModel):
    """A frozen value that travels. Unknown fields are ignored, so an old reader takes a new writer."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True
    )


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC. A naive time is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


UtcDatetime = Annotated[datetime, AfterValidator(to_utc)]
