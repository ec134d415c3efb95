"""What one article says of when and how much, read once though many of its events ask."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from pipeline.lexicon import Lexicon
from pipeline.lexicon.calendar import FoundForm
from pipeline.stages.resolving.dates import DateExpression, resolve_forms
from pipeline.stages.resolving.dates_choice import DateChooser
from pipeline.stages.resolving.magnitudes import Kept, find_magnitudes
from pipeline.values import EventCandidate
from schemas.event import EventDate, Magnitude, MagnitudeKind

# The sentence before, whose date can be carried on.
_LOOK_BACK_CHARS = 400
# The lead: what a report opens with, and the day of which it tells.
_LEAD_CHARS = 400
# News tells of the day before; a day further back is background, or is still to come ("on Friday").
_MOST_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReader:
    """Dates and magnitudes of the candidates of one text."""

    text: str
    lexicon: Lexicon
    published_on: date | None
    _forms: list[FoundForm] = field(default_factory=list)
    _dates: dict[bool, tuple[DateExpression, ...]] = field(default_factory=dict)
    _numbers: Kept = field(default_factory=dict)

    def date(self, candidate: EventCandidate) -> EventDate | None:
        """The date that the text gives *candidate*; none where it gives none."""
        chosen = self._chooser.choose(self._near(candidate), candidate)
        return chosen.date if chosen else None

    def day_of_report(self, candidate: EventCandidate) -> EventDate | None:
        """The day that the lead tells, at most two days before publication: the rest of a report is of it, too.

        None for an event of the text before it, and without a day of publication.
        """
        today = self.published_on
        if today is None:
            return None
        for known in self._expressions(ahead=False):
            if known.start >= min(_LEAD_CHARS, candidate.sentence.start_char):
                break
            if known.date.precision == "day" and 0 <= (today - known.date.start).days <= _MOST_DAYS:
                return known.date
        return None

    def magnitudes(
        self, candidate: EventCandidate, kinds: tuple[MagnitudeKind, ...]
    ) -> tuple[Magnitude, ...]:
        """The number of each of *kinds* that the sentence of *candidate* gives it."""
        if not kinds:
            return ()
        sentence, trigger = candidate.sentence, candidate.trigger
        start = sentence.start_char
        return find_magnitudes(
            self.text[start : sentence.end_char],
            self.lexicon.magnitudes,
            kinds,
            trigger=(trigger.start_char - start, trigger.end_char - start),
            dates=[(known.start - start, known.end - start) for known in self._near(candidate)],
            kept=self._numbers,
        )

    @property
    def _chooser(self) -> DateChooser:
        return DateChooser(
            text=self.text,
            words=self.lexicon.calendar.choice,
            resolving=self.lexicon.resolving,
            published_on=self.published_on,
        )

    def _near(self, candidate: EventCandidate) -> tuple[DateExpression, ...]:
        """The date expressions of the sentence and of the one before."""
        expressions = self._expressions(ahead=self._chooser.lies_ahead(candidate))
        sentence = candidate.sentence
        first = bisect_left(
            expressions, sentence.start_char - _LOOK_BACK_CHARS, key=lambda known: known.start
        )
        last = bisect_left(expressions, sentence.end_char, key=lambda known: known.start)
        return expressions[first:last]

    def _expressions(self, *, ahead: bool) -> tuple[DateExpression, ...]:
        calendar = self.lexicon.calendar
        if not self._dates:
            self._forms.extend(calendar.find(self.text))
        if ahead not in self._dates:
            self._dates[ahead] = resolve_forms(
                self.text, self._forms, calendar, self.published_on, ahead=ahead
            )
        return self._dates[ahead]
