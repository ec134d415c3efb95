"""The folder of the broker's records: formatted once, whole or not at all."""

import base64
import secrets
import shutil
import subprocess
from pathlib import Path

from agents.embedded.errors import BrokerDidNotStart
from agents.embedded.server_properties import Ports, render_server_properties

_FORMAT_SECONDS = 120.0


def new_cluster_id() -> str:
    """A random cluster id in Kafka's notation: 16 bytes, base64, no padding."""
    # A leading dash would look like an option to Kafka's own commands.
    return "A" + base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")[1:]


def cluster_id_of(log_dir: Path) -> str | None:
    """The id that *log_dir* was formatted with; None where it is not formatted."""
    try:
        lines = (log_dir / "meta.properties").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    ids = [line.partition("=")[2].strip() for line in lines if line.startswith("cluster.id=")]
    return ids[0] if ids else None


def format_if_needed(log_dir: Path, java_command: list[str]) -> str:
    """Formats *log_dir* unless that was done before; returns its cluster id.

    Formats beside it and renames, so that an interrupted formatting leaves nothing that looks
    finished. Call it with the data folder locked. Raises BrokerDidNotStart.
    """
    known = cluster_id_of(log_dir)
    if known is not None:
        return known
    beside = log_dir.with_name(f"{log_dir.name}-formatting")
    shutil.rmtree(beside, ignore_errors=True)
    cluster_id = new_cluster_id()
    _format(beside, cluster_id, java_command)
    beside.replace(log_dir)
    return cluster_id


def _format(log_dir: Path, cluster_id: str, java_command: list[str]) -> None:
    log_dir.mkdir(parents=True)
    # The ports are of no interest to the format; they are not written anywhere.
    properties = render_server_properties(ports=Ports(broker=1, controller=2), log_dir=log_dir)
    config = log_dir.with_name(f"{log_dir.name}.properties")
    config.write_text(properties, "utf-8")
    command = [*java_command, "kafka.tools.StorageTool", "format", "-t", cluster_id]
    try:
        said = subprocess.run(
            [*command, "-c", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_FORMAT_SECONDS,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = f"could not format its storage: {error}"
        raise BrokerDidNotStart(reason=reason, log_dir=log_dir.parent, log_tail="") from error
    finally:
        config.unlink()
    if said.returncode != 0:
        raise BrokerDidNotStart(
            reason=f"could not format its storage (exit status {said.returncode})",
            log_dir=log_dir.parent,
            log_tail=said.stdout.decode(errors="replace").strip(),
        )
