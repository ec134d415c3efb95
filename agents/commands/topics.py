"""``eventwire topics create`` and ``eventwire topics check``."""

from agents.commands.console import Console
from agents.ops.topics import check_topics, create_topics
from agents.settings import Settings


def run_create(*, settings: Settings, console: Console) -> int:
    """Create what is missing; tell how the others differ, and leave them. 0 without differences."""
    created = create_topics(settings)
    for name in created:
        console.line(f"{name}: created")
    if not created:
        console.note("every topic exists; nothing created")
    return _report(settings, console)


def run_check(*, settings: Settings, console: Console) -> int:
    """One line for each difference from the topics' descriptions; 0 without differences."""
    status = _report(settings, console)
    if status == 0:
        console.note("every topic is as described")
    return status


def _report(settings: Settings, console: Console) -> int:
    differences = check_topics(settings)
    for difference in differences:
        console.line(str(difference))
    return 1 if differences else 0
