"""What an error of the client means to a person."""

import pytest
from kafka.errors import ClusterAuthorizationFailedError, KafkaError

from agents.ops.clients import explain
from agents.settings import Settings


def caused() -> KafkaError:
    """A refusal of InitProducerId, as a producer raises it."""
    try:
        try:
            raise ClusterAuthorizationFailedError
        except ClusterAuthorizationFailedError as refused:
            raise KafkaError("Cannot send: the producer is in an error state") from refused
    except KafkaError as error:
        return error


@pytest.mark.parametrize(
    "error",
    [
        ClusterAuthorizationFailedError(),
        caused(),
        KafkaError(f"in an error state: {ClusterAuthorizationFailedError()}"),
        KafkaError(f"in an error state: {ClusterAuthorizationFailedError()!r}"),
        KafkaError("TOPIC_AUTHORIZATION_FAILED"),
    ],
)
def test_a_lack_of_rights_is_told_however_the_client_wraps_it(error: KafkaError) -> None:
    said = str(explain(error, Settings()))

    assert "does not allow this" in said
    assert "ask its administrator for the rights" in said
