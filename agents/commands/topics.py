"""``eventwire topics create`` and ``eventwire topics check``."""

from agents.commands.console import Console
from agents.ops.topics import check_topics, create_topics
from agents.settings import Settings


def run_create(*, settings: Settings, console: Console) -> int:
    """Create what is missing and leave the others; tell on stderr how those differ. 0: every topic is there."""
    created = create_topics(settings)
    for name in created:
        console.line(f"{name}: created")
    if not created:
        console.note("every topic exists; nothing created")
    for difference in check_topics(settings):
        console.note(f"warning: {difference}")
    return 0


def run_check(*, settings: Settings, console: Console) -> int:
    """One line for each difference from the topics' descriptions; 0 without differences, else 1."""
    differences = check_topics(settings)
    for difference in differences:
        console.line(str(difference))
    if not differences:
        console.note("every topic is as described")
    return 1 if differences else 0
