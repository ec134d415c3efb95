"""What the documentation shows can be typed, parsed and followed; generated pages are current."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from agents.settings import Settings, load_settings
from architecture.reference_pages import ROOT, render_pages
from pipeline.storage.tables import ArticleRow
from schemas.codec import decode_article
from schemas.dead_letter import CODES
from schemas.event import Event
from support.command_line import run_here

PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "deploy/README.md",
    "deploy/RUNBOOK.md",
    "docs/settings.md",
    "docs/tables.md",
)
# A call of the command in a shell block, up to what follows it on its line.
TYPED = re.compile(r"(?:^|\| |&& |/)eventwire ((?:(?! [|>&]|  #).)+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of *page* that are in *language*."""
    return re.findall(rf"^```{language}\n(.*?)^```", read(page), re.MULTILINE | re.DOTALL)


def typed_commands() -> list[str]:
    """What stands after ``eventwire`` in the shell blocks, each once."""
    typed = [
        call for page in PAGES for block in blocks(page, "sh") for call in TYPED.findall(block)
    ]
    return list(dict.fromkeys(typed))


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as they are linked."""
    headings = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {
        "#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("typed", typed_commands())
def test_a_command_in_the_documentation_can_be_typed(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # Options are read before --help ends the call, so a misspelt one is found.
    ended = run_here(capsys, *shlex.split(typed), "--help")

    assert ended.status == 0, ended.stderr


def test_commands_were_found() -> None:
    assert len(typed_commands()) > 15


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for target, anchor in LINK.findall(read(page)):
        if target.startswith("http"):
            continue
        path = (ROOT / page).parent / target if target else ROOT / page
        place = path.resolve().relative_to(ROOT).as_posix()
        if not path.exists() or (anchor and anchor not in anchors(place)):
            broken.append(target + anchor)

    assert not broken


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_left_to_fill_in(page: str) -> None:
    assert "<!--" not in read(page)


def test_the_article_of_the_readme_is_acceptable_and_its_event_is_an_event() -> None:
    articles = re.findall(r"""\{"id": "a-.*\}(?=\n|'|\\n)""", read("README.md"))
    (shown,) = blocks("README.md", "json")
    fields = json.loads(shown)

    assert len(articles) == 3
    for article in articles:
        assert not decode_article(article.encode()).warnings
    # Shortened: what is shown has the names that events have.
    assert fields.keys() <= {field.alias or name for name, field in Event.model_fields.items()}
    assert set(fields["actors"][0]) < {"text", "start_char", "end_char", "name", "entity_id",
                                       "label", "country", "sector"}  # fmt: skip


def test_python_in_the_documentation_compiles() -> None:
    programs = [block for page in PAGES for block in blocks(page, "python")]

    assert programs
    for program in programs:
        compile(program, "README.md", "exec")


@pytest.mark.parametrize("code", CODES)
def test_every_dead_letter_code_is_documented(code: str) -> None:
    assert f"`{code}`" in read("README.md")


def test_every_table_is_documented() -> None:
    for name in ArticleRow.metadata.tables:
        assert f"## {name}\n" in read("docs/tables.md")


@pytest.mark.parametrize("page", render_pages())
def test_a_generated_page_is_current(page: str) -> None:
    assert read(page) == render_pages()[page], (
        "a setting or a table changed; run: python tests/architecture/reference_pages.py"
    )


def test_the_example_settings_name_every_setting_and_load(tmp_path: Path) -> None:
    commented = read("deploy/eventwire.example.toml")
    uncommented = re.sub(r"^# ([a-z_]+ = )", r"\1", commented, flags=re.MULTILINE)
    path = tmp_path / "eventwire.toml"
    path.write_text(uncommented, encoding="utf-8")

    loaded = load_settings(flags={}, environ={}, folder=tmp_path)

    assert tomllib.loads(uncommented).keys() == Settings.model_fields.keys()
    assert set(loaded.origins.values()) == {f"file {path}"}


def test_the_example_settings_change_nothing_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "eventwire.toml").write_text(read("deploy/eventwire.example.toml"))

    loaded = load_settings(flags={}, environ={}, folder=tmp_path)

    assert set(loaded.origins.values()) == {"default"}
