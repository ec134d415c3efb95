"""An extraction put together from what the stages found."""

from pipeline.values import CleanArticle
from schemas.article import Article
from schemas.entity import Entity
from schemas.event import Coder, Event
from schemas.extraction import Arrival, ExtractedArticle, Extraction
from schemas.ids import text_sha256
from schemas.outcome import Outcome


def make_extraction(
    article: Article,
    coder: Coder,
    *,
    outcome: Outcome,
    arrival: Arrival | None = None,
    clean: CleanArticle | None = None,
    entities: tuple[Entity, ...] = (),
    events: tuple[Event, ...] = (),
) -> Extraction:
    """What *coder* says of *article*; without *clean* it has no text."""
    text = clean.text if clean else ""
    return Extraction(
        article=ExtractedArticle(
            id=article.id,
            version=article.version,
            any_version=article.any_version,
            arrival=arrival,
            status=article.status,
            outcome=outcome,
            url=article.url,
            headline=clean.headline if clean else article.headline,
            description=clean.description if clean else article.description,
            language=clean.language if clean else article.language,
            published_at=article.published_at,
            modified_at=article.modified_at,
            byline=article.byline,
            dateline=article.dateline,
            publisher=article.publisher,
            section=article.section,
            subjects=article.subjects,
            keywords=article.keywords,
            text_sha256=text_sha256(text),
            ext=article.ext,
        ),
        text=text,
        entities=entities,
        events=events,
        coder=coder,
    )
