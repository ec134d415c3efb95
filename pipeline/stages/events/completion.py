"""Arguments that the entry's own slots leave open: from its content, its condition, its purpose, its speaker."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.lexicon.entries import TypeFile
from pipeline.stages.events.arguments import (
    Arguments,
    Surroundings,
    find_arguments,
)
from pipeline.stages.events.around import find_around, owner_of_act
from pipeline.stages.events.asked import asked_to_act, is_asked_for, only_asked
from pipeline.stages.events.below import find_below
from pipeline.stages.events.blamed import told_of
from pipeline.stages.events.content import content_range, find_content, find_warned
from pipeline.stages.events.elsewhere import (
    find_goal,
    find_menaced,
    find_near,
    find_proposer,
    only_host,
)
from pipeline.stages.events.matching import Match
from pipeline.stages.events.ordered import fate_of
from pipeline.stages.events.owners import or_owner
from pipeline.stages.events.passengers import find_saved
from pipeline.stages.events.phrase import Phrases, unlike
from pipeline.stages.events.purposes import (
    find_addressed,
    find_benefited,
    find_pursued,
    is_avenged,
    is_own,
    is_planned,
)
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.speech import Speech
from pipeline.stages.events.within import is_cooperative, is_of_its_type

# A purpose hangs at most this deep under what is done for it.
_NEAREST_PURPOSE = 3
# An adverbial lies no deeper above an act, and at most so many tokens away.
_DEEPEST, _REACH = 4, 60


def governs(reading: ArticleReading, match: Match) -> bool:
    """Is the act in the complement or object of *match* what it is about?"""
    own = match.entry.group.governs
    return reading.lexicon.files[match.entry.event_type].governs if own is None else own


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Finds the arguments of the triggers of one sentence, which ``by_head`` lists."""

    reading: ArticleReading
    by_head: Mapping[int, Match]

    def arguments(self, match: Match, content: Match | None, speech: Speech | None) -> Arguments:
        """The arguments of *match*, which is about *content* and told by *speech*, if any."""
        speaker = speech.speaker if speech else ()
        around = Surroundings(speaker=speaker, content=self._content_phrases(match, content))
        arguments = find_arguments(self.reading, match, around)
        arguments = replace(arguments, actors=or_owner(self.reading, match, arguments.actors))
        recipients = self._asked(match, arguments, around.content, content)
        elsewhere = (unlike(some, arguments.actors) for some in self._elsewhere(match, arguments))
        recipients = recipients or next((some for some in elsewhere if some), ())
        recipients = only_asked(self.reading, match, recipients)
        arguments, recipients = only_host(self.reading, match, arguments, recipients)
        return replace(
            arguments,
            actors=self._spoken(arguments.actors, speaker),
            recipients=self._spoken(recipients, speaker),
        )

    def _asked(
        self, match: Match, arguments: Arguments, told: Phrases, content: Match | None
    ) -> Phrases:
        """The recipients of the frame, or whom what the trigger is about, *told*, makes them."""
        file, grammar = self._file(match), self.reading.lexicon.grammar
        recipients = arguments.recipients
        asked_for = asked_to_act(self.reading, match) if file.wishes else ()
        recipients = unlike(asked_for, arguments.actors) or recipients
        if recipients:
            recipients += unlike(self._met_there(match, arguments), recipients)
        if file.warns and not unlike(recipients, told):
            # Whatever is to befall others, who can avert it is threatened.
            warned = find_warned(self.reading, match, grammar.averting_conditions)
            recipients = unlike(warned, arguments.actors) or recipients
        if content is not None and is_avenged(self.reading, content.head):
            recipients = unlike(told, arguments.actors) or recipients
        wanted = bool(match.entry.group.recipient_slots) and file.content_role is not None
        if wanted and not any(p.named or p.pronoun or p.entity for p in recipients):
            recipients = unlike(told, arguments.actors) or recipients
        return recipients

    def _elsewhere(self, match: Match, arguments: Arguments) -> Iterator[Phrases]:
        """Whom the sentence tells of where the frame has nobody, the likeliest first."""
        file, group, reading = self._file(match), match.entry.group, self.reading
        if file.warns:
            yield find_warned(reading, match, reading.lexicon.grammar.threat_conditions)
        if file.aimed_by:
            yield self._aim(match, arguments, file.aimed_by)
        if file.strikes:
            yield find_pursued(reading, match, arguments)
            yield find_near(reading, match)
            yield find_saved(reading, match)
        yield find_goal(reading, match, arguments)
        yield fate_of(reading, match)
        if not group.recipient_slots:
            return
        if file.promises:
            yield find_benefited(reading, match, arguments)
        yield find_addressed(reading, match)
        yield find_proposer(reading, match)
        if file.warns:
            yield find_menaced(reading, match)
        yield find_around(reading, match)
        if file.deep_recipients and not group.parties:
            yield find_below(reading, match)

    def _file(self, match: Match) -> TypeFile:
        return self.reading.lexicon.files[match.entry.event_type]

    def _met_there(self, match: Match, arguments: Arguments) -> Phrases:
        """Who else the visit that *match* tells is to meet ("will visit Oslo for talks with the king")."""
        tree = self.reading.tree
        for word in tree.children(match.head, "obl"):
            talks = self.by_head.get(word)
            if talks is None or talks.refused is not None or tree.cases.get(word) != "for":
                continue
            alike = _are_alike(match, talks) and talks.entry.group.parties
            if match.entry.group.parties or not alike:
                continue  # "thanked X for his support for Y"
            told = find_arguments(self.reading, talks, Surroundings())
            return unlike((*told.actors, *told.recipients), arguments.actors)
        return ()

    def _aim(self, match: Match, arguments: Arguments, types: tuple[str, ...]) -> Phrases:
        """Whom an act of one of *types* that hangs on the trigger as its purpose is aimed at."""
        tree = self.reading.tree
        places = {match.head, *match.words}
        if arguments.carrier is not None:
            places.add(arguments.carrier)
        near = range(match.head - _REACH, match.head + _REACH)
        for head in near:
            other = self.by_head.get(head)
            if other is None or other.entry.event_type not in types or other.refused is not None:
                continue
            if head == match.head:
                continue
            above = head
            for _ in range(_NEAREST_PURPOSE):
                below, above = above, tree.heads[above]
                if tree.is_verb(below) and below != head and tree.bases[below] == "acl":
                    break  # what others do of whom a clause tells ("came after people gathered, demanding")
                if above in places:
                    if other.entry.event_type == match.entry.event_type:
                        return find_arguments(self.reading, other, Surroundings()).recipients
                    return self.arguments(other, self._content_of(other), None).recipients
        return ()

    def _content_of(self, match: Match) -> Match | None:
        if not governs(self.reading, match):
            return None
        inside = content_range(self.reading, match)
        return find_content(self.reading, match, self.by_head, inside)

    def _content_phrases(self, match: Match, content: Match | None) -> Phrases:
        file = self.reading.lexicon.files[match.entry.event_type]
        role = file.content_role or "actors"
        content = self._beyond_itself(match, content)
        if content is not None and is_avenged(self.reading, content.head):
            role = "actors"
        own = owner_of_act(self.reading, match, content)
        own = self._clause_subject(match, content) if role == "actors" else own
        # Of an accusation that is examined, of a petition that asks, it is whom they are against.
        if content is not None and _are_alike(match, content):
            role = "recipients"
            if is_planned(self.reading, match, content):
                role = "actors"  # "criticised the decision of X to prosecute Y"
        if own:
            return own
        # "In response to the raid by X, Y ordered": what comes first is when or why, and asks X nothing.
        first = content is not None and content.head < match.head and role == "actors"
        if content is not None and not (first and self._is_fronted(match, content)):
            inner = find_arguments(self.reading, content, Surroundings())
            if inner.actors and content.entry.group.parties:
                return inner.actors
            found = inner.actors if role == "actors" else inner.recipients
            if found:
                return found
        return self._promised(match) if role == "recipients" else ()

    def _promised(self, match: Match) -> Phrases:
        """Whom the act is done to that is promised or refused, be it no event by itself.

        "Its commitment to support X", "refused to let X meet"; a demand that is refused is another's.
        """
        tree, permitting = self.reading.tree, self.reading.lexicon.grammar.permitting_verbs
        own = match.words if is_cooperative(self.reading, match) else ()
        for word in (match.head, *own):
            for clause in tree.children(word, "xcomp", "acl", "advcl"):
                if tree.relations[clause] == "acl:relcl":
                    continue
                known = self.by_head.get(clause)
                if known is not None and known.refused is not None:
                    found = find_arguments(self.reading, known, Surroundings()).recipients
                elif tree.lemmas[clause] in permitting and word == match.head:
                    objects = self.reading.functions.objects(clause)
                    found = next(
                        (p for i in objects if (p := self.reading.phrases.participants(i))), ()
                    )
                else:
                    continue
                if found and not is_own(self.reading, found):
                    return found
        return ()

    def _beyond_itself(self, match: Match, content: Match | None) -> Match | None:
        """*content*, or where it is a word of *match* the act told behind that ("a petition asking X to leave")."""
        own = content is not None and content.head in match.words
        if content is None or not own or not _are_alike(match, content):
            return content
        tree = self.reading.tree
        clauses = (i for i in tree.children(content.head, "acl") if tree.relations[i] == "acl")
        behind = (self.by_head.get(i) for i in clauses)
        return next((act for act in behind if act is not None and act.refused is None), content)

    def _is_fronted(self, match: Match, content: Match) -> bool:
        """Does *content* stand in an adverbial before *match*?"""
        tree, word = self.reading.tree, content.head
        for _ in range(_DEEPEST):
            if tree.heads[word] == match.head:
                return tree.bases[word] == "obl" and word < match.head
            word = tree.heads[word]
        return False

    def _clause_subject(self, match: Match, content: Match | None) -> Phrases:
        """Who is to act in the clause that the entry or its noun is about ("demanded that Mali withdraw")."""
        tree = self.reading.tree
        wishes = self.reading.lexicon.files[match.entry.event_type].wishes
        words = [match.head, *match.words]
        if content is not None and content.entry.kind == "noun" and _are_alike(match, content):
            words.append(content.head)  # "investigates claims that Mali lied"
        if not wishes:
            words += _blaming_nouns(self.reading, match)
        for word in words:
            clauses = list(tree.children(word, "ccomp", "xcomp", "acl"))
            # "pressed for Mali to leave"
            clauses += [i for i in tree.children(word, "advcl") if tree.cases.get(i) == "for"]
            if tree.bases[word] == "parataxis":
                clauses.append(tree.heads[word])
            for asked in tree.children(word, "obl"):
                if is_asked_for(self.reading, asked):
                    return self.reading.phrases.participants(asked)
            for clause in clauses:
                subject = tree.child(clause, "nsubj")
                struck = wishes or (content is not None and content.head == clause)
                if subject is None or (struck and tree.relations[subject] == "nsubj:pass"):
                    continue  # "demanded that prisoners be freed", "alleged that X was poisoned"
                if tree.relations[clause] != "acl:relcl":
                    found = told_of(self.reading, match, subject)
                    owners = self.reading.phrases.inside(subject) if not found else ()
                    if found or (owners and owners[0].named):
                        return found or owners  # "alleged that the plan of X would cost lives"
        return ()

    def _spoken(self, phrases: Phrases, speaker: Phrases) -> Phrases:
        """*phrases* with "we" and "I" as whoever speaks; nobody where that is not told."""
        tree, grammar = self.reading.tree, self.reading.lexicon.grammar
        found: Phrases = ()
        for phrase in phrases:
            first = phrase.pronoun and tree.words[phrase.start] in grammar.first_person
            found += unlike(speaker, found) if first else (phrase,)
        return found


def _are_alike(match: Match, content: Match) -> bool:
    """Is the entry about an act of its own type ("launched a petition asking X", "looks into claims against X")?"""
    return match.entry.event_type == content.entry.event_type


def _blaming_nouns(reading: ArticleReading, match: Match) -> list[int]:
    """The nouns of the type of *match* under its words ("began an inquiry into allegations that soldiers looted")."""
    tree = reading.tree
    below = (i for word in (match.head, *match.words) for i in tree.children(word, "nmod", "obl"))
    return [i for i in below if i in tree.cases and is_of_its_type(reading, match, i)]
