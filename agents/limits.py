"""What an article may be at most, under the settings. Needs neither spaCy nor Kafka."""

from agents.settings import Settings
from schemas.codec import ArticleLimits


def article_limits(settings: Settings) -> ArticleLimits:
    """The limits of an article as it arrives."""
    return ArticleLimits(
        max_message_bytes=settings.max_message_bytes,
        max_body_chars=settings.max_body_chars,
        max_nesting=settings.max_nesting,
    )
