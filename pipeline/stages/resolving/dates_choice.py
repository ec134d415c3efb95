"""Whose date it is: the one of a sentence's date expressions that an event happened on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.lexicon.calendar import DateChoice
from pipeline.lexicon.resolving import ResolvingWords
from pipeline.stages.resolving.dates import DateExpression
from pipeline.values import EventCandidate, Stretch

# Between a verb of saying and its date: "told reporters in the capital on Monday".
_SAYING_WORDS = 6
# Between "Monday's" and the noun it goes with: "Monday's deadly car bomb attack".
_NOUN_WORDS = 4
_LEAD_CHARS = 60
_PUNCTUATION = re.compile(r"[;:()—–\"“”]|,(?!\d)| - ")
_WORD = re.compile(r"[\w'’-]+")
_JOINT = re.compile(r"\b(?:and|but|or)\b")
# Acts that lie ahead of the day of publication, as far as they will happen at all.
_AHEAD = frozenset({"future", "hypothetical"})
_WHEN = re.compile(r",?\swhen\s[^,;:()]*$")
_POSSESSIVE = re.compile(r"['’]s?\b")
_NOUN_AFTER = re.compile(r"\s[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChooser:
    """What a choice among dates needs to know of the text and the language."""

    text: str
    words: DateChoice
    resolving: ResolvingWords
    published_on: date | None

    def choose(
        self, expressions: Sequence[DateExpression], candidate: EventCandidate
    ) -> DateExpression | None:
        """The date of *candidate* among those of its article; none where its sentence tells none.

        A date in front of the noun that is the trigger comes first, then one of ``date_spans``, best first; then the
        nearest in the clause, the one that opens the sentence, and the nearest that no other clause holds. A
        date of somebody's saying is never taken. "Then", "also" carry on the date of the sentence before.
        """
        sentence = candidate.sentence
        inside = _within(expressions, sentence.start_char, sentence.end_char)
        own = next((known for known in inside if self._names_trigger(known, candidate)), None)
        if own is not None:
            return own
        # "Two days after the vote of 6 May" is no date of 6 May.
        outer = [known for known in inside if not any(_holds(other, known) for other in inside)]
        unsaid = [known for known in outer if not self._dates_the_saying(known, candidate)]
        for span in candidate.date_spans:
            hung = _within(unsaid, span.start_char, span.end_char)
            if hung:
                return min(hung, key=lambda known: _gap(known, candidate.trigger))
        ranked = [
            (rank, known)
            for known in unsaid
            if self._can_be(known, candidate) and (rank := self._rank(known, candidate)) is not None
        ]
        if ranked:
            reports = candidate.event_type in self.words.reports
            ranked.sort(key=lambda pair: (pair[0], pair[1].start))
            return min(ranked, key=lambda pair: reports and pair[1].date.precision != "day")[1]
        return None if inside else self._carried(expressions, candidate)

    def lies_ahead(self, candidate: EventCandidate) -> bool:
        """Is it told as an act to come? A promise to meet is itself an act of today, its date is that of the meeting."""
        if candidate.status in _AHEAD:
            return True
        sentence, trigger = candidate.sentence, candidate.trigger
        before = self.text[sentence.start_char : trigger.start_char].lower()
        words = _WORD.findall(_PUNCTUATION.split(before)[-1])
        for i in range(len(words), 0, -1):
            if words[i - 1] in self.words.parting - {"that"}:
                words = words[i:]
                break
        clause = f" {' '.join(words)} "
        return any(f" {word} " in clause for word in self.words.ahead)

    def _names_trigger(self, known: DateExpression, candidate: EventCandidate) -> bool:
        """ "Monday's attack", "the 7 October attack", "last year's disputed election", "the vote of 6 May"."""
        if self.text[candidate.trigger.end_char : known.start].split() in (["of"], ["of", "the"]):
            return True
        if not self._attributive(known) or known.end > candidate.trigger.start_char:
            return False
        between = self.text[known.end : candidate.trigger.start_char]
        words = _WORD.findall(_POSSESSIVE.sub("", between, count=1).lower())
        apart = self.words.ending | self.words.parting
        return (
            len(words) <= _NOUN_WORDS
            and not _PUNCTUATION.search(between)
            and not any(word in apart for word in words)
            and self._is_noun_after(candidate)
        )

    def _is_noun_after(self, candidate: EventCandidate) -> bool:
        """Is the trigger no finite verb behind the noun ("Monday's march ended")? Its lemma tells."""
        trigger = candidate.trigger
        said = self.text[trigger.start_char : trigger.end_char].lower()
        return said in {candidate.trigger_lemma, f"{candidate.trigger_lemma}s"} or said.endswith(
            "ing"
        )

    def _attributive(self, known: DateExpression) -> bool:
        after = self.text[known.end : known.end + 4]
        if _POSSESSIVE.match(after):
            return True
        last = (_WORD.findall(self.text[known.start : known.end]) or [""])[-1]
        named = last[:1].isupper() or last[:1].isdigit()
        if not named or not _NOUN_AFTER.match(after):
            return False
        return self._lead(known)[-1:] in [[word] for word in self.words.determiners] or self.text[
            known.start : known.end
        ].lower().startswith("the ")

    def _lead(self, known: DateExpression) -> list[str]:
        """The words before the date, in its own stretch between marks."""
        before = self.text[max(0, known.start - _LEAD_CHARS) : known.start].lower()
        return _WORD.findall(_PUNCTUATION.split(before)[-1].rpartition(". ")[2])

    def _dates_the_saying(self, known: DateExpression, candidate: EventCandidate) -> bool:
        if candidate.event_type in self.words.reports:
            return False
        if any(_overlap(known, span) for span in candidate.saying_spans):
            return True
        if any(_overlap(known, span) for span in candidate.date_spans):
            return False
        trigger = candidate.trigger
        lead = self._lead(known)[-_SAYING_WORDS:]
        said = next((i for i, word in enumerate(lead) if word in self.resolving.saying), None)
        if said is None or "that" in lead[said:]:
            return False
        spoken = self.text[trigger.start_char : trigger.end_char].lower()
        between = trigger.end_char <= known.start and spoken.split()[0] in lead[said:]
        return not between

    def _can_be(self, known: DateExpression, candidate: EventCandidate) -> bool:
        """No act told as done lies ahead or has a time limit; and "after Monday's vote" dates the vote alone."""
        published_on = self.published_on
        # The publisher's own day may be one later than that of UTC.
        ahead = (
            published_on is not None
            and not self.lies_ahead(candidate)
            and known.date.start > published_on + timedelta(days=1)
        )
        lead = self._lead(known)
        limit = known.start > candidate.trigger.end_char and lead[-1:] == ["by"]
        if candidate.status == "actual" and (ahead or limit):
            return False
        if lead[-1:] == ["of"] and lead[-2:-1] and lead[-2] not in self.words.times:
            return False
        if not self._attributive(known):
            return True
        phrase = " ".join(word for word in lead[-3:] if word not in self.words.determiners)
        if any(phrase == word or phrase.endswith(f" {word}") for word in self.words.apart):
            return False
        if known.end <= candidate.trigger.start_char:
            return True
        if phrase and phrase.split()[-1] in self.resolving.place_leads | self.words.before_a_date:
            return True
        # "Won Sunday's vote", but "condemned Sunday's vote" and "detained the Sunday marchers".
        between = self.text[candidate.trigger.end_char : known.start].lower().split()
        return (
            bool(_POSSESSIVE.match(self.text[known.end : known.end + 4]))
            and candidate.event_type not in self.words.answers
            and all(word in self.words.determiners for word in between)
        )

    def _rank(
        self, known: DateExpression, candidate: EventCandidate
    ) -> tuple[int, int, int] | None:
        """The lower the nearer: its clause, whether "and" stands between, characters; none if another clause's."""
        trigger = candidate.trigger
        if known.end <= trigger.start_char:
            between = self.text[known.end : trigger.start_char]
        else:
            between = self.text[trigger.end_char : known.start]
        words = _WORD.findall(between.lower())
        while words and known.start >= trigger.end_char and words[-1] in self.words.before_a_date:
            words.pop()
        gap = _gap(known, trigger)
        if known.end <= trigger.start_char and _WHEN.match(between):
            return 0, False, gap
        joined = bool(_JOINT.search(between))
        apart = bool(_PUNCTUATION.search(between))
        parted = any(word in self.words.parting for word in words)
        if self._opens(known, candidate):
            return (4 if parted else 1), joined, gap
        follows = known.start >= trigger.end_char
        if parted or self._in_another_clause(known, apart=apart, follows=follows):
            return None
        return (3 if apart else 2 if joined or not follows else 0), joined, gap

    def _in_another_clause(self, known: DateExpression, *, apart: bool, follows: bool) -> bool:
        """ "Rebels who left in 2015 returned", "the minister, born in 1950, resigned"."""
        lead = self._lead(known)
        while lead and lead[-1] in self.words.before_a_date:
            lead.pop()
        # "He said that the rebels on Monday fled" is all one clause.
        parting = self.words.parting - {"that"}
        if follows:
            return apart and lead[:1] in [[word] for word in self.words.parting]
        return any(word in parting for word in lead[:-1]) or (apart and bool(lead))

    def _opens(self, known: DateExpression, candidate: EventCandidate) -> bool:
        """Does it open the sentence ("Early on Monday, ...")?"""
        before = self.text[candidate.sentence.start_char : known.start]
        words = _WORD.findall(before.lower())
        return all(word in self.words.before_a_date for word in words)

    def _carried(
        self, expressions: Sequence[DateExpression], candidate: EventCandidate
    ) -> DateExpression | None:
        """The only date of the sentence before, in one paragraph, where this one goes on with it."""
        sentence, trigger = candidate.sentence, candidate.trigger
        before_trigger = self.text[sentence.start_char : trigger.start_char].lower().split()
        opening, nearby = " ".join(before_trigger[:4]), " ".join(before_trigger[-3:])
        if not any(
            re.search(rf"\b{re.escape(word)}\b", part)
            for word in self.words.carries
            for part in (opening, nearby)
        ):
            return None
        head = max(0, sentence.start_char - 400)
        before = self.text[head : sentence.start_char]
        if "\n" in before[len(before.rstrip()) :]:
            return None
        start = max(before.rstrip().rfind(". ") + 2, before.rstrip().rfind("\n") + 1, 0)
        told = _within(expressions, head + start, sentence.start_char)
        free = [
            known
            for known in told
            if not self._attributive(known) and not self._dates_the_saying(known, candidate)
        ]
        return free[0] if len(told) == len(free) == 1 else None


def _within(
    expressions: Sequence[DateExpression], start: int, end: int
) -> tuple[DateExpression, ...]:
    """Those that overlap the stretch."""
    return tuple(known for known in expressions if known.start < end and start < known.end)


def _holds(outer: DateExpression, known: DateExpression) -> bool:
    return outer is not known and outer.start <= known.start and known.end <= outer.end


def _overlap(known: DateExpression, span: Stretch) -> bool:
    return known.start < span.end_char and span.start_char < known.end


def _gap(known: DateExpression, trigger: Stretch) -> int:
    return max(known.start - trigger.end_char, trigger.start_char - known.end, 0)
