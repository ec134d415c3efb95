"""Who stands inside the noun phrases of an entry: under a preposition, as an owner, as a part."""

from pipeline.lexicon.compiling import SOMEBODY
from pipeline.lexicon.entries import POSSESSOR
from pipeline.stages.events.belongings import (
    deeds_in,
    doer_of,
    is_aimed_at,
    is_deed_of,
    is_of,
    is_opposed,
    is_struck_with,
)
from pipeline.stages.events.makers import author, holder, whose_deed
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import claimants, is_act, lies_under, only_describes, possessor
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import on_journey, struck_places


def brought_together(reading: ArticleReading, match: Match, party: int) -> bool:
    """Is it others whom *match* is to bring together ("offered to mediate between X and Y", "to host talks between X and Y")?

    Of "brokered a deal between X and Y" the two are the parties.
    """
    tree = reading.tree
    talks = tree.governor(party)
    if tree.is_verb(talks):
        return True
    host = tree.governor(talks)
    return host != match.head and tree.lemmas[host] in reading.lexicon.grammar.hosting_verbs


def marked_by(
    reading: ArticleReading, match: Match, carrier: int | None, preposition: str
) -> Phrases:
    """Who stands under *preposition*: of the entry, of its words, of its light verb *carrier*."""
    functions, tree, grammar = reading.functions, reading.tree, reading.lexicon.grammar
    circumstances = grammar.circumstances - {"by", "over"} | {"for"}
    hits = reading.lexicon.files[match.entry.event_type].strikes and preposition == "at"
    inside = hits or preposition not in circumstances
    places = [match.head, *match.words, *([] if carrier is None else [carrier])]
    places += _told_of(reading, match) if preposition == "at" else []
    for place in places:
        for head in functions.marked(place, preposition):
            # "A rebel attack" and "an attack by rebels" are one entry: the word of it is who did it.
            own = head in match.words and match.entry.kind != "noun"
            if own or not _belongs(reading, match, head, place):
                continue
            if _is_passed_over(reading, match, head, preposition):
                continue
            found = _meant_by(reading, match, head)
            aimed = preposition in grammar.striking_prepositions and is_aimed_at(
                reading, match, head
            )
            if aimed and preposition == "at" and not found and tree.is_verb(place):
                found = struck_places(reading, (head,))  # "lashed out at the White House"
            if found:
                return found
            if tree.pos[head] in {"NOUN", "PROPN"} and (aimed or inside):
                within = _not_befallen(reading, match, head, reading.phrases.inside(head))
                owned = aimed and any(p.entity and is_of(reading, p, head) for p in within[:1])
                owned |= bool(within) and is_struck_with(
                    reading, match, within[0], head, preposition
                )
                owned |= bool(within) and is_deed_of(reading, match, head, preposition)
                owned |= bool(within) and is_opposed(reading, match, within[0], head, preposition)
                named = bool(within) and within[0].named and preposition not in circumstances
                if (owned or named) and not tree.is_verb(head):
                    stands = tree.lemmas[head] in grammar.site_nouns | grammar.vehicle_nouns
                    return _whole_thing(reading, match, head, within) if stands else within
    return _claiming(reading, match) if preposition in grammar.passive_agents else ()


def _told_of(reading: ArticleReading, match: Match) -> list[int]:
    """The thing of which the verb tells, where no somebody can do it ("sales at Tesco rose")."""
    only, subject = match.entry.only_subject, reading.functions.subject(match.head)
    thing = match.entry.kind == "verb" and bool(only) and SOMEBODY not in only.kinds
    return [subject] if thing and subject is not None else []


def _is_called(reading: ArticleReading, noun: int) -> bool:
    """Is the person right behind *noun* who is called so, whatever he hangs on ("the life of radio host Ann Lee")?"""
    tree, person = reading.tree, noun + 1
    known = person in reading.phrases.span_at and reading.phrases.is_person(person)
    return known and tree.bases[person] in {"nmod", "appos"} and person not in tree.cases


def _is_passed_over(reading: ArticleReading, match: Match, head: int, preposition: str) -> bool:
    """Stands *head* under *preposition* as a place, a way, an occasion or another's act, and nobody takes part there?"""
    lemma, grammar = reading.tree.lemmas[head], reading.lexicon.grammar
    uttered = lemma in grammar.media_nouns and preposition == "on"  # "said on Twitter"
    if uttered or lemma in grammar.idle_nouns or _is_fronted_place(reading, match, head):
        return True
    if _is_whereabouts(reading, match, head):
        return True
    return preposition == "of" and _is_done_by_another(reading, match, head)


def _is_whereabouts(reading: ArticleReading, match: Match, head: int) -> bool:
    """Tells *head* only where an act of violence was done ("opened fire on the edge of Oslo", "on a flight from Oslo to Rome")?"""
    if not reading.lexicon.files[match.entry.event_type].strikes:
        return False
    way = reading.tree.lemmas[head] in reading.lexicon.grammar.whereabouts
    ends = (head, *reading.tree.children(head, "nmod"))
    return way or any(on_journey(reading, i) for i in ends)


def _meant_by(reading: ArticleReading, match: Match, head: int) -> Phrases:
    """Who *head* is, or whose it is: what somebody calls so, what is struck where others hold it."""
    found = reading.phrases.participants(head)
    if not found and _is_called(reading, head):
        found = reading.phrases.participants(head + 1)
    if not found and reading.tree.words[head] == "what":
        return deeds_in(reading, match, head)
    if not found and reading.lexicon.files[match.entry.event_type].strikes:
        return holder(reading, head)  # "fired at a house occupied by rebels"
    return found


def _is_fronted_place(reading: ArticleReading, match: Match, head: int) -> bool:
    """Opens it the clause as the place where something was said or done ("In Oslo, a minister praised")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if reading.lexicon.files[match.entry.event_type].strikes or match.entry.kind != "verb":
        return False
    if tree.cases.get(head) not in grammar.place_prepositions or head > match.head:
        return False
    subject = reading.functions.subject(match.head)
    return subject is not None and head < subject and reading.phrases.is_place(head)


def _is_done_by_another(reading: ArticleReading, match: Match, head: int) -> bool:
    """Stands *head* in an act whose owner is the one who is blamed or refused ("rejected Mali's choice of an envoy")?"""
    tree = reading.tree
    act = tree.governor(head)
    category = reading.category(match.entry.event_type)
    if category != "verbal_conflict" or tree.bases[act] != "obj" or act in match.words:
        return False
    return bool(possessor(reading, act)) and tree.heads[act] == match.head


def named_inside(reading: ArticleReading, match: Match) -> Phrases:
    """A name inside the object or inside a noun of the entry."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    heads = [
        *(i for i in reading.functions.objects(match.head)),
        # "called it a violation": what stands under "as" says what it is, not whose.
        *(i for i in match.words if tree.cases.get(i) not in grammar.circumstances),
    ]
    if match.entry.kind == "adjective":
        subject = reading.functions.subject(match.head)
        # "critics of the church are critical": somebody is not whom he is a critic of.
        heads += [] if subject is None or reading.phrases.participants(subject) else [subject]
    owned = not is_cooperative(reading, match)
    wishes = reading.lexicon.files[match.entry.event_type].wishes
    for head in heads:
        own = owned or head not in match.words or not is_of_its_type(reading, match, head)
        whole = doer_of(reading, match, head) or reading.phrases.inside(head, owners=own)
        found = _not_befallen(reading, match, head, whole)
        # "demanded access for the envoys": for whom something is asked is not asked himself.
        found = tuple(p for p in found if not (wishes and tree.cases.get(p.head) == "for"))
        found = tuple(p for p in found if not _is_beside_matter(reading, match, head, p))
        found = _whole_thing(reading, match, head, found)
        found = found or whose_deed(reading, match, head) or holder(reading, head)
        found = found or deeds_in(reading, match, head)
        if found:
            return found
    return author(reading, match)


def _is_beside_matter(reading: ArticleReading, match: Match, head: int, phrase: Phrase) -> bool:
    """Is it against whom a deed is that is supported, or only what an incident is called after?

    "Supported the coup against him", "investigates the Lee incident", "criticised the Katrina relief effort",
    "rejected the Geneva talks".
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    if is_cooperative(reading, match):
        return tree.cases.get(phrase.head) == "against"
    verbal = reading.category(match.entry.event_type).startswith("verbal")
    called = tree.bases[phrase.head] == "compound" and tree.heads[phrase.head] == head
    entity = phrase.entity
    acting = entity is not None and (entity.sector is not None or entity.country is not None)
    where = called and tree.lemmas[head] in grammar.meeting_nouns and _is_town(phrase)
    incident = called and not acting and tree.lemmas[head] in grammar.occurrence_nouns
    return verbal and (where or incident)


def _is_town(phrase: Phrase) -> bool:
    """Is it a place in a country, and not a country ("the Geneva talks", but "the Iran talks")?"""
    entity = phrase.entity
    return (
        entity is not None
        and entity.label == "GPE"
        and entity.country is not None
        and entity.sector is None
    )


def _whole_thing(reading: ArticleReading, match: Match, head: int, found: Phrases) -> Phrases:
    """*found*, or where it only says of which country a thing is that is visited or struck the whole ("seized a Danish ship")."""
    grammar, tree = reading.lexicon.grammar, reading.tree
    strikes = reading.lexicon.files[match.entry.event_type].strikes
    place = tree.lemmas[head] in grammar.place_nouns | grammar.site_nouns | grammar.vehicle_nouns
    if not found or not (place or strikes) or tree.heads[found[0].head] != head:
        return found
    site = tree.lemmas[head] in grammar.site_nouns and tree.bases[found[0].head] == "compound"
    named = site and strikes and reading.phrases.is_place(found[0].head)  # "the Oslo airport"
    whole = named or only_describes(reading, found[0], head)
    return reading.phrases.bare(head) if whole else found


def _belongs(reading: ArticleReading, match: Match, head: int, place: int) -> bool:
    """Is what stands deeper the noun's own: "massacre of villagers by soldiers", not "protest against raids by soldiers"?

    Nor is it part of what somebody is asked to do ("pleaded with him to send her to a doctor").
    """
    tree, above = reading.tree, reading.tree.governor(head)
    if above != place and tree.tags[above] == "VB" and tree.bases[above] == "xcomp":
        return not reading.lexicon.files[match.entry.event_type].wishes
    if above == place or tree.is_verb(place) or tree.cases.get(above) == "of":
        return True
    # "Talks on trade with Mali": what is talked about stands between.
    topic = tree.cases.get(above) in reading.lexicon.grammar.topic_prepositions
    # "Talks on the plan of Mali": what is talked about is Mali's.
    case = tree.cases.get(head)
    party = topic and case != "of" and case in match.entry.group.parties
    # "The verdict against employees from the firm": where they are from.
    if case in reading.lexicon.grammar.origin_prepositions and _is_person(reading, above):
        return False
    return party or bool(reading.phrases.participants(above)) or above in match.words


def _is_person(reading: ArticleReading, noun: int) -> bool:
    tree, grammar = reading.tree, reading.lexicon.grammar
    return tree.lemmas[noun] in grammar.agent_nouns - grammar.body_nouns


def is_of_its_type(reading: ArticleReading, match: Match, noun: int) -> bool:
    """Does the noun name the act itself ("support"), not what it is about ("candidacy")?"""
    entries = reading.lexicon.by_head.get(("noun", reading.tree.lemmas[noun]), ())
    return any(entry.event_type == match.entry.event_type for entry in entries)


def is_cooperative(reading: ArticleReading, match: Match) -> bool:
    """Does the owner of its noun do it ("reaffirmed Norway's support"), where of hostile acts he is the target?"""
    category = reading.category(match.entry.event_type)
    return category.endswith("cooperation")


def _not_befallen(reading: ArticleReading, match: Match, noun: int, found: Phrases) -> Phrases:
    """*found* without whom an act befell that is blamed ("condemned the attack on X")."""
    file = reading.lexicon.files[match.entry.event_type]
    blames = file.content_role == "actors" or bool(file.aimed_by)
    if not blames or not is_act(reading, noun):
        return found
    striking = reading.lexicon.grammar.striking_prepositions
    acts = reading.acts_named(noun)
    strikes = (entry for entry in acts if reading.lexicon.files[entry.event_type].strikes)
    slots = [entry.group.recipient_slots for entry in strikes]
    befell = any(POSSESSOR in slot for slot in slots)
    if any("of" in slot for slot in slots):
        striking = striking | {"of"}  # "an inquiry into the killing of six Danes"
    return tuple(
        p
        for p in found
        if not lies_under(reading, p.head, noun, striking)
        # "Shock over the reporter's murder"
        and not (befell and reading.tree.relations[p.head] == "nmod:poss")
    )


def _claiming(reading: ArticleReading, match: Match) -> Phrases:
    """Who is told to have claimed the act of a noun."""
    return claimants(reading, match.head) if match.entry.kind == "noun" else ()
