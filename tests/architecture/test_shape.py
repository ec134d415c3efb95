"""The shape of our source: short, documented, without word lists and traces of a machine."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source_code import ROOT, Function, Module, functions, modules

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_WORDS_IN_CODE = 12

# Each with its reason; empty at best.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

# The rule is about vocabulary, which grows and is edited; these are closed lists of a standard.
LISTS_OF_A_STANDARD = {
    "pipeline/stages/cleaning/html.py": "elements of HTML",
    "pipeline/stages/cleaning/markup.py": "elements of HTML",
    "pipeline/storage/errors.py": "classes of SQLSTATE, each with its meaning",
}

# Patterns do not match their own source. A lock names what it installs, never from where.
REGISTRY = re.compile(
    r"https?://[^\s\"'<>)]*(?:pypi|pythonhosted|npmjs|anaconda|conda-forge|maven|sonatype"
    r"|artifactory|nexus|huggingface|/simple\b)"
    r"|--(?:extra-)?index-url[ =]+http|--find-links[ =]+http",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:work|home|root|Users|workspace)/[\w.-]+")


def every_module() -> list[Module]:
    return [module for module in modules() if module.name.partition(".")[0] != "seeds"]


def test_every_file_is_short() -> None:
    long = [
        f"{module.place}: {lines} lines"
        for module in every_module()
        if (lines := len(module.text.splitlines())) > MAX_FILE_LINES
        and module.place not in LONG_FILES
    ]

    assert not long, f"at most {MAX_FILE_LINES} lines:\n" + "\n".join(long)


def test_every_function_is_short() -> None:
    long = [
        f"{module.place}:{function.lineno} {function.name}: {lines} lines"
        for module in every_module()
        for function in functions(module)
        if (lines := _lines(function)) > MAX_FUNCTION_LINES
        and f"{module.name}.{function.name}" not in LONG_FUNCTIONS
    ]

    assert not long, f"at most {MAX_FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_every_public_thing_has_a_docstring() -> None:
    silent = [
        f"{module.place}:{getattr(node, 'lineno', 1)}"
        for module in every_module()
        for node in _public(module.tree)
        if not ast.get_docstring(node)
    ]

    assert not silent, "no docstring:\n" + "\n".join(silent)


def test_no_module_prints() -> None:
    # stdout carries messages; whoever writes to it says so with sys.stdout or a console.
    prints = [
        f"{module.place}:{node.lineno}"
        for module in every_module()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert not prints, "print( in:\n" + "\n".join(prints)


def test_word_lists_stand_in_data_files() -> None:
    lists = [
        f"{module.place}:{line}: {words} words"
        for module in every_module()
        if module.name.startswith("pipeline.") and module.place not in LISTS_OF_A_STANDARD
        for line, words in _word_lists(module.tree)
        if words > MAX_WORDS_IN_CODE
    ]

    assert not lists, "word lists belong into TOML:\n" + "\n".join(lists)


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_path_of_a_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{place}:{number}: {match[0]}"
        for place, text in _project_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]

    assert not found, "\n".join(found)


def test_every_exception_from_a_rule_is_needed() -> None:
    places = {module.place for module in every_module()}
    lists = {
        module.place
        for module in every_module()
        if any(words > MAX_WORDS_IN_CODE for _, words in _word_lists(module.tree))
    }

    assert LONG_FILES.keys() <= places
    assert LISTS_OF_A_STANDARD.keys() <= lists


def test_the_pattern_for_registries_finds_one() -> None:
    host = "py" + "pi.org"

    assert REGISTRY.search(f"see https://{host}/project/spacy")
    assert REGISTRY.search("--index-url " + "https://mirror.example/root/")
    assert not REGISTRY.search("https://tidewater.example/world")


def test_the_pattern_for_machine_paths_finds_one() -> None:
    assert MACHINE_PATH.search("cd " + "/ho" + "me/rosa/eventwire")
    assert not MACHINE_PATH.search("https://tidewater.example/home/page")


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _public(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.Module | ast.ClassDef | Function]:
    yield node
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from _public(child)
        elif isinstance(child, Function) and not child.name.startswith("_"):
            yield child


def _word_lists(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield node.lineno, sum(_is_text(element) for element in node.elts)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # "a b c".split() is a list in disguise.
            text = node.func.value
            if node.func.attr == "split" and isinstance(text, ast.Constant):
                yield node.lineno, len(str(text.value).split())


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _project_texts() -> Iterator[tuple[str, str]]:
    """Every text file that git tracks or would track, with its place."""
    for place in _project_files():
        path = ROOT / place
        if not path.is_file():
            continue
        raw = path.read_bytes()
        if b"\x00" not in raw[:8_192]:
            yield place, raw.decode("utf-8", "replace")


def _project_files() -> list[str]:
    git = shutil.which("git")
    if git is None or not Path(ROOT, ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\x00") if name]
