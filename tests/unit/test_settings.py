"""Settings: defaults < file < environment < flags, and every fault names its origin."""

from pathlib import Path

import pytest

from agents.errors import InvalidSettings
from agents.settings import LoadedSettings, Settings, load_settings, split_flags


def load(
    folder: Path, *, flags: dict[str, str] | None = None, environ: dict[str, str] | None = None
) -> LoadedSettings:
    return load_settings(flags=flags or {}, environ=environ or {}, folder=folder)


def test_without_anything_every_setting_has_its_default(tmp_path: Path) -> None:
    loaded = load(tmp_path)

    assert loaded.settings.kafka_bootstrap_servers == "127.0.0.1:9092"
    assert loaded.settings.web_bind == "127.0.0.1:8088"
    assert set(loaded.origins.values()) == {"default"}


def test_file_environment_and_flag_beat_each_other_in_this_order(tmp_path: Path) -> None:
    (tmp_path / "eventwire.toml").write_text('topic_prefix = "f-"\nbatch_size = 7\nmax_nesting = 9')
    environ = {"EVENTWIRE_TOPIC_PREFIX": "e-", "EVENTWIRE_BATCH_SIZE": "8"}

    loaded = load(tmp_path, environ=environ, flags={"topic_prefix": "a-"})

    settings = loaded.settings
    assert (settings.topic_prefix, settings.batch_size, settings.max_nesting) == ("a-", 8, 9)
    assert loaded.origins["topic_prefix"] == "flag"
    assert loaded.origins["batch_size"] == "environment"
    assert loaded.origins["max_nesting"] == f"file {tmp_path / 'eventwire.toml'}"


def test_another_file_is_read_where_the_environment_names_it(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text("batch_size = 3")

    loaded = load(tmp_path, environ={"EVENTWIRE_CONFIG": str(path)})

    assert loaded.settings.batch_size == 3


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="does not exist"):
        load(tmp_path, environ={"EVENTWIRE_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"EVENTWIRE_TOPIC_PREFX": "x"}, r"topic_prefx.*environment.*did you mean topic_prefix"),
        ({"EVENTWIRE_QQQ": "x"}, "eventwire settings"),
        ({"EVENTWIRE_BATCH_SIZE": "many"}, r"batch_size \(environment\) is 'many'"),
        ({"EVENTWIRE_LOG_LEVEL": "LOUD"}, "log_level.*'LOUD'"),
    ],
)
def test_an_unknown_key_or_a_wrong_value_names_itself_and_its_origin(
    environ: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidSettings, match=told):
        load(tmp_path, environ=environ)


@pytest.mark.parametrize(
    "content", [b"batch_size = ", b"\xff\xfe", b"batch_size = 1\nbatch_size = 2"]
)
def test_a_broken_file_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "eventwire.toml").write_bytes(content)

    with pytest.raises(InvalidSettings, match=r"eventwire\.toml"):
        load(tmp_path)


def test_a_wrong_password_setting_is_never_shown() -> None:
    # A SecretStr takes any text, so only a value of another type can be wrong.
    assert "hunter2" not in repr(Settings(kafka_sasl_password="hunter2"))


def test_flags_are_taken_out_wherever_they_stand() -> None:
    flags, rest = split_flags(
        ["--topic-prefix", "t-", "push", "--batch-size=3", "a.json", "--no-validate"]
    )

    assert flags == {"topic_prefix": "t-", "batch_size": "3"}
    assert rest == ["push", "a.json", "--no-validate"]


def test_what_follows_a_double_dash_is_no_flag() -> None:
    assert split_flags(["push", "--", "--batch-size", "3"]) == (
        {},
        ["push", "--", "--batch-size", "3"],
    )


def test_a_flag_without_its_value_is_an_error() -> None:
    with pytest.raises(InvalidSettings, match="--batch-size needs a value"):
        split_flags(["push", "--batch-size"])


def test_the_database_is_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    loaded = load(tmp_path, flags={"data_dir": str(tmp_path)})

    assert loaded.settings.resolved_database_url == f"sqlite:///{tmp_path}/eventwire.db"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert Settings.model_fields[name].description
