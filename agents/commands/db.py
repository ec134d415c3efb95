"""``eventwire db upgrade`` and ``eventwire db check``."""

from agents.commands.console import Console
from agents.settings import Settings
from pipeline.storage.engine import opened, safe_url
from pipeline.storage.migrate import check, require_up_to_date, upgrade


def run_upgrade(*, settings: Settings, console: Console) -> int:
    """Bring the tables to this release. Raises what pipeline.storage.migrate.upgrade raises."""
    with opened(settings.resolved_database_url) as engine:
        before = check(engine)
        after = upgrade(engine)
        where = safe_url(engine.url)
    if before.current == after.current:
        console.line(f"{where}: at revision {after.current} already")
    else:
        console.line(f"{where}: from revision {before.current or 'none'} to {after.current}")
    return 0


def run_check(*, settings: Settings, console: Console) -> int:
    """Say the revision. Raises WrongDatabaseRevision, which names the command to run, where it is not ours."""
    with opened(settings.resolved_database_url) as engine:
        require_up_to_date(engine)
        revision = check(engine).current
        console.line(f"{safe_url(engine.url)}: at revision {revision}, as it should be")
    return 0
