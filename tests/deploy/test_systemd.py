"""The systemd units: valid, closed, and with settings that exist."""

import re
from pathlib import Path

import pytest

from deploy.tools import DEPLOY, VARIABLES, run, tool

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MOST_EXPOSED = 2.0  # of 10, as `systemd-analyze security` counts

units = pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])


def installed(unit: Path, folder: Path) -> Path:
    """*unit* as it stands on a machine, with a command that exists on this one."""
    text = unit.read_text(encoding="utf-8")
    copy = folder / unit.name.replace("@.", "@1.")
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    return copy


@units
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    copy = installed(unit, tmp_path)

    said = run(tool("systemd-analyze"), "verify", "--man=no", copy, complaints=True)

    # A misspelt key or value is a warning only. Units of this machine may have theirs.
    assert not [line for line in said.splitlines() if copy.name in line]


@units
def test_the_unit_is_closed(unit: Path, tmp_path: Path) -> None:
    analyze = tool("systemd-analyze")
    version = int(run(analyze, "--version").split()[1])
    if version < 250:
        pytest.skip(f"systemd {version} cannot judge a file")

    said = run(analyze, "security", "--offline=true", "--no-pager", installed(unit, tmp_path))
    (exposed,) = re.findall(r"exposure level.*: (\d+\.\d)", said)

    assert float(exposed) <= MOST_EXPOSED


@pytest.mark.parametrize(
    "path", [*UNITS, DEPLOY / "systemd/eventwire.env.example"], ids=lambda path: path.name
)
def test_what_is_set_is_a_setting(path: Path) -> None:
    set_here = re.findall(r"^(?:Environment=)?(EVENTWIRE_[A-Z_]+)=", path.read_text(), re.MULTILINE)

    assert set(set_here) <= VARIABLES


@units
def test_a_unit_is_started_again_for_ever(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")

    assert "\nRestart=always\n" in text
    assert "\nStartLimitIntervalSec=0\n" in text
