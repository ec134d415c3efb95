"""Every setting: its name, default and meaning; read once, from defaults < file < environment < flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from agents.errors import InvalidSettings, did_you_mean

PREFIX = "EVENTWIRE_"
FILE_NAME = "eventwire.toml"


def _none_if_empty(given: Any) -> Any:
    # An empty variable means that nothing is set; as a path it would be the current folder.
    return None if given == "" else given


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseModel):
    """The settings of every command; each field's description is its documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kafka_bootstrap_servers: str = Field(
        "127.0.0.1:9092", description="Kafka brokers to start from, host:port, comma-separated"
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="how to speak to the brokers"
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism, with a SASL_ security protocol"
    )
    kafka_sasl_username: str = Field("", description="SASL user name")
    kafka_sasl_password: SecretStr = Field(SecretStr(""), description="SASL password")
    kafka_ssl_ca_file: Annotated[Path | None, BeforeValidator(_none_if_empty)] = Field(
        None, description="PEM file of the authority that signed the brokers' certificates"
    )
    kafka_session_timeout_seconds: float = Field(
        30.0, ge=3, le=300, description="a worker silent this long loses its partitions"
    )
    kafka_commit_interval_seconds: float = Field(
        2.8, gt=0, le=60, description="how often acknowledged offsets are committed"
    )
    topic_prefix: str = Field(
        "", pattern=r"^[A-Za-z0-9-]{0,100}$", description="put before each topic's name"
    )
    group_prefix: str = Field(
        "eventwire-",
        pattern=r"^[A-Za-z0-9._-]{0,100}$",
        description="put before each agent's name to name its consumer group",
    )
    replication_factor: int = Field(
        -1, ge=-1, le=15, description="copies of each topic; -1 leaves it to the brokers"
    )
    database_url: SecretStr = Field(
        SecretStr(""),
        description="SQLAlchemy URL; empty: SQLite in the data folder",
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("eventwire"),
        description="folder of the embedded broker and the SQLite database",
    )
    web_bind: str = Field(
        "127.0.0.1:8088",
        description="where the operators' page listens; empty: `eventwire up` runs without it",
    )
    web_token: SecretStr = Field(
        SecretStr(""),
        description="what the page asks for; needed where others than this machine can reach it",
    )
    worker_bind: str = Field(
        "",
        description="where a worker tells `/livez`, `/readyz` and `/metrics`, host:port; empty:"
        " nowhere. One worker a port, so `up` and `worker all` leave it out",
    )
    extract_stages: Literal["all", "null"] = Field(
        "all",
        description="null: no language model, each paragraph becomes a made-up event; to test"
        " delivery and load, never on real news",
    )
    extract_processes: int = Field(
        default_factory=_cores, ge=1, le=256, description="processes that extract, per worker"
    )
    batch_size: int = Field(50, ge=1, le=1000, description="articles an agent takes at once")
    batch_within_seconds: float = Field(
        0.2, gt=0, le=5, description="how long an agent waits for a batch to fill"
    )
    article_cpu_seconds: float = Field(
        20.0,
        gt=0,
        description="processor time of an article; beyond it, it becomes a dead letter (too_slow)",
    )
    article_timeout_seconds: float = Field(
        30.0,
        gt=0,
        description="an article whose process does nothing for so long becomes a dead letter"
        " (too_slow); waiting for a processor and being suspended do not count",
    )
    article_memory_bytes: int = Field(
        2_000_000_000,
        ge=500_000_000,
        description="address space of one extracting process; beyond it an article becomes a dead"
        " letter (out_of_memory)",
    )
    max_message_bytes: int = Field(
        1_000_000,
        ge=1_000,
        le=14_000_000,  # what a dead letter can carry
        description="largest article message taken, uncompressed bytes",
    )
    max_body_chars: int = Field(500_000, ge=1_000, description="longest body taken, characters")
    max_html_chars: int = Field(1_000_000, ge=1_000, description="longest html taken, characters")
    max_coded_chars: int = Field(
        50_000,
        ge=1_000,
        description="how much of a text is coded, its opening; the rest is kept with the article and not read",
    )
    max_nesting: int = Field(32, ge=4, le=500, description="deepest JSON nesting taken")
    max_extraction_bytes: int = Field(
        8_000_000,
        ge=100_000,
        le=8_000_000,  # what the topic extractions takes
        description="largest extraction message; a larger one makes its article a dead letter",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="auto: console on a terminal, else json"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="least severity of a log line"
    )

    @property
    def resolved_database_url(self) -> str:
        """The database URL in force, with its password: never print it."""
        given = self.database_url.get_secret_value()
        return given or f"sqlite:///{self.data_dir.expanduser().absolute() / 'eventwire.db'}"


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings and where each value came from."""

    settings: Settings
    origins: Mapping[str, str]


def load_settings(
    *, flags: Mapping[str, str], environ: Mapping[str, str], folder: Path
) -> LoadedSettings:
    """Settings from ``eventwire.toml`` in *folder*, *environ* and *flags*, the later beating the earlier.

    Raises InvalidSettings for an unknown key or a value that is no such setting, naming its origin.
    """
    path = Path(environ.get(PREFIX + "CONFIG", folder / FILE_NAME))
    layers: list[tuple[str, Mapping[str, Any]]] = [
        (f"file {path}", _read_file(path, must_exist=PREFIX + "CONFIG" in environ)),
        ("environment", _from_environment(environ)),
        ("flag", flags),
    ]
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.model_fields, "default")
    for origin, layer in layers:
        for name, value in layer.items():
            if name not in Settings.model_fields:
                raise InvalidSettings(_unknown(name, origin))
            values[name] = value
            origins[name] = origin
    try:
        return LoadedSettings(Settings.model_validate(values), origins)
    except ValidationError as error:
        raise InvalidSettings(_invalid(error, origins)) from None


def split_flags(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Take every ``--<setting> VALUE`` out of *arguments*, wherever it stands before a ``--``.

    Each setting is so a flag of each command. Raises InvalidSettings where the value is missing.
    """
    flags: dict[str, str] = {}
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            return flags, [*rest, argument, *pending]
        name, equals, value = argument.removeprefix("--").partition("=")
        field = name.replace("-", "_")
        if not argument.startswith("--") or field not in Settings.model_fields:
            rest.append(argument)
            continue
        given = value if equals else next(pending, None)
        if given is None:
            raise InvalidSettings(f"--{name} needs a value: --{name} VALUE")
        flags[field] = given
    return flags, rest


def _read_file(path: Path, *, must_exist: bool) -> Mapping[str, Any]:
    if not must_exist and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InvalidSettings(f"{path} does not exist; correct {PREFIX}CONFIG") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSettings(f"{path} cannot be read as TOML: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG"
    }


def _unknown(name: str, origin: str) -> str:
    hint = did_you_mean(name, Settings.model_fields) or "`eventwire settings` lists them all"
    return f"unknown setting {name!r} ({origin}); {hint}"


def _invalid(error: ValidationError, origins: Mapping[str, str]) -> str:
    detail = error.errors(include_url=False)[0]
    name = str(detail["loc"][0])
    secret = Settings.model_fields[name].annotation is SecretStr
    shown = "a hidden value" if secret else repr(detail["input"])
    rule = detail["msg"][:1].lower() + detail["msg"][1:]
    return f"setting {name} ({origins[name]}) is {shown}: {rule}"
