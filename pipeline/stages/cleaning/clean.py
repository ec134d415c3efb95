"""Clean: the article as plain text, and its language."""

from pipeline.errors import TextTooLong
from pipeline.stages.cleaning.html import html_text
from pipeline.stages.cleaning.language import tell_language
from pipeline.stages.cleaning.limits import CleanLimits
from pipeline.stages.cleaning.markup import looks_like_markup
from pipeline.stages.cleaning.plain import clean_line, clean_text, unescape_entities
from pipeline.values import CleanArticle
from schemas.article import Article


def clean_article(article: Article, *, limits: CleanLimits) -> CleanArticle:
    """*article* as plain text; the same article always gives the same text.

    The text is the body, else the text of the html, else the headline, else "". A body that is
    markup is read as html. Raises TextTooLong and HtmlTooComplex, nothing else.
    """
    for field in ("body", "headline", "description"):
        _check_length(field, getattr(article, field), limits)
    longest = limits.max_token_chars
    headline = clean_line(article.headline, max_token_chars=longest)
    body = _body_text(article, headline, limits)
    text = body or headline or ""
    return CleanArticle(
        article=article,
        text=text,
        headline=headline,
        description=clean_line(article.description, max_token_chars=longest),
        language=tell_language(text, article.language),
    )


def _body_text(article: Article, headline: str | None, limits: CleanLimits) -> str:
    given, is_markup = article.html or "", True
    if article.body and article.body.strip():
        # Feeds escape the whole body, markup included, so entities are read before the choice.
        unescaped = unescape_entities(article.body)
        escaped_markup = not looks_like_markup(article.body) and looks_like_markup(unescaped)
        is_markup = looks_like_markup(unescaped)
        given = unescaped if escaped_markup or not is_markup else article.body
    text = html_text(given, limits=limits) if is_markup else given
    cleaned = clean_text(text, max_token_chars=limits.max_token_chars)
    _check_length("body" if article.body else "html", cleaned, limits)
    return _without_headline(cleaned, headline) if is_markup else cleaned


def _without_headline(text: str, headline: str | None) -> str:
    """*text* without a first paragraph that repeats the headline, as pages have it on top."""
    first, _, rest = text.partition("\n\n")
    return rest if headline is not None and first.casefold() == headline.casefold() else text


def _check_length(field: str, text: str | None, limits: CleanLimits) -> None:
    if text is not None and len(text) > limits.max_body_chars:
        raise TextTooLong(
            "text_too_long",
            f"/{field}: got {len(text):,} characters, the limit is {limits.max_body_chars:,}"
            " (setting max_body_chars); split the article.",
        )
