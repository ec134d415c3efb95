"""One jar from a Maven repository, by jgo; the only module that knows of jgo's library."""

import shutil
import tempfile
import time
from pathlib import Path

from agents.embedded.errors import JarFetcherMissing, JarsUnavailable
from agents.embedded.lock import LockedJar

try:
    import requests
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext, PythonResolver

    JGO_INSTALLED = True
except ImportError:  # an optional extra
    JGO_INSTALLED = False

_TRIES = 3
_TIMEOUT_SECONDS = 30


def fetch_jar(jar: LockedJar, jars_dir: Path) -> Path:
    """Fetches *jar* into a new folder of its own below *jars_dir* and returns the file's path.

    Which repository is asked is jgo's to know: its default, or the user's mirror in jgo's
    settings file. The bytes are not checked here. Raises JarsUnavailable.
    """
    if not JGO_INSTALLED:
        raise JarFetcherMissing(jars_dir=jars_dir)
    for attempt in range(1, _TRIES + 1):
        staging = Path(tempfile.mkdtemp(prefix="fetching-", dir=jars_dir))
        try:
            return _resolve(jar, staging)
        except (OSError, RuntimeError) as error:  # requests' errors are OSErrors
            # jgo leaves half a file behind when the connection breaks.
            shutil.rmtree(staging, ignore_errors=True)
            if attempt == _TRIES:
                reason = _in_plain_words(error)
                raise JarsUnavailable(
                    jar=jar.file_name, jars_dir=jars_dir, reason=reason
                ) from error
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        time.sleep(0.5 * attempt)
    raise AssertionError("unreachable")


def _resolve(jar: LockedJar, staging: Path) -> Path:
    context = MavenContext(resolver=PythonResolver(), repo_cache=staging, timeout=_TIMEOUT_SECONDS)
    # A mirror that the user calls "central" takes the place of jgo's default.
    context.remote_repos.update(GlobalSettings.load().repositories)
    component = context.project(jar.group_id, jar.artifact_id).at_version(jar.version)
    return component.artifact().resolve()


def _in_plain_words(error: Exception) -> str:
    match error:
        case requests.exceptions.ProxyError():
            return "the proxy did not let it through"
        case requests.exceptions.SSLError():
            return "the certificate was not accepted (behind a proxy set REQUESTS_CA_BUNDLE)"
        case requests.Timeout():
            return f"no answer within {_TIMEOUT_SECONDS} s"
        case requests.ConnectionError():
            return "no connection to the Maven repository"
        case RuntimeError():
            return "the Maven repository does not have it"
        case _:
            return str(error)
