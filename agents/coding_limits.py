"""What coding one article may take, under the settings."""

from agents.coding import CodingLimits
from agents.limits import article_limits
from agents.settings import Settings
from pipeline.flow_limits import FlowLimits
from pipeline.stages.cleaning.limits import CleanLimits


def coding_limits(settings: Settings) -> CodingLimits:
    """The limits of an article from its arrival to its extraction."""
    return CodingLimits(
        flow=FlowLimits(
            article=article_limits(settings),
            clean=CleanLimits(
                max_body_chars=settings.max_body_chars, max_html_chars=settings.max_html_chars
            ),
            max_coded_chars=settings.max_coded_chars,
        ),
        cpu_seconds=settings.article_cpu_seconds,
        timeout_seconds=settings.article_timeout_seconds,
        memory_bytes=settings.article_memory_bytes,
        max_extraction_bytes=settings.max_extraction_bytes,
    )
