"""What the clean stage takes at most, each limit with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanLimits:
    """The limits of one article's text and markup; all are checked before a parser sees the html.

    The figures in the reasons are CPU seconds of lxml 6.1 and trafilatura 2.3 on one core of 2026.
    """

    # As in ArticleLimits.max_body_chars: a book chapter; the longest wire articles have 50,000.
    max_body_chars: int = 500_000
    # A message has 1,000,000 bytes, so this one binds only who raises that limit.
    max_html_chars: int = 1_000_000
    # Article pages have up to 6,000. Nested tables of 20,000 take trafilatura 8 s, of 10,000 2 s.
    max_tags: int = 10_000
    # Article pages reach 40; time grows with tags x nesting, and libxml2 drops the rest beyond 256.
    max_tag_nesting: int = 100
    # Pages have 20 on one tag; libxml2 compares each name with each: 37,000 take 4 s.
    max_attributes_per_tag: int = 256
    # Pages have 2 per tag; each costs memory in the tree, 40,000 take 20 MB.
    max_attributes: int = 40_000
    # The longest words are chemical names of 200 characters. Longer runs without a space are
    # encoded pictures, keys or rules of dashes, which slow every later stage: they are dropped.
    max_token_chars: int = 1_000
