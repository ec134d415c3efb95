"""``eventwire db upgrade`` and ``eventwire db check``."""

from agents.console import Console
from agents.settings import Settings
from pipeline.storage.engine import open_engine, safe_url
from pipeline.storage.migrate import check, require_up_to_date, upgrade


def run_upgrade(*, settings: Settings, console: Console) -> int:
    """Bring the tables to this release. Raises what pipeline.storage.migrate.upgrade raises."""
    engine = open_engine(settings.resolved_database_url)
    before = check(engine)
    after = upgrade(engine)
    if before.current == after.current:
        console.line(f"{safe_url(engine.url)}: at revision {after.current} already")
    else:
        console.line(
            f"{safe_url(engine.url)}: from revision {before.current or 'none'} to {after.current}"
        )
    engine.dispose()
    return 0


def run_check(*, settings: Settings, console: Console) -> int:
    """Say the revision. Raises WrongDatabaseRevision, which names the command to run, where it is not ours."""
    engine = open_engine(settings.resolved_database_url)
    require_up_to_date(engine)
    console.line(f"{safe_url(engine.url)}: at revision {check(engine).current}, as it should be")
    engine.dispose()
    return 0
