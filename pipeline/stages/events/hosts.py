"""Who is a guest and who his hosts, where somebody is told to be somewhere for talks ("is in Tehran for talks with officials").

Or where he is told to have met them in their country ("met Iranian leaders in Tehran").
"""

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at, unlike
from pipeline.stages.events.reading import ArticleReading


def sojourner(reading: ArticleReading, noun: int) -> int | None:
    """Who is told to be somewhere for *noun*."""
    tree = reading.tree
    stay = tree.heads[noun]
    there = tree.cases.get(stay) in reading.lexicon.grammar.sojourn_prepositions
    if tree.cases.get(noun) != "for" or not there or tree.child(stay, "cop") is None:
        return None
    return tree.child(stay, "nsubj")


def hosts_among(reading: ArticleReading, match: Match, parties: Phrases) -> Phrases:
    """Those of *parties* in whose country the guest is for *match*; nobody where he may be at home himself."""
    visiting = tuple(p for p in parties if _is_visitor(reading, p))
    if visiting and len(visiting) < len(parties):
        return tuple(p for p in parties if p not in visiting)
    stays = match.entry.kind == "noun" and sojourner(reading, match.head) is not None
    place = reading.tree.heads[match.head] if stays else _scene(reading, match, parties)
    scene = reading.phrases.mention(place) if place is not None else None
    if scene is None or scene.country is None:
        return ()
    at_home = tuple(
        p
        for p in parties
        if p.entity is not None
        and (p.entity.country == scene.country or (stays and not (p.named and p.entity.country)))
    )
    return () if parties[0] in at_home else at_home


def _is_visitor(reading: ArticleReading, party: Phrase) -> bool:
    """Is it told of *party* that he visits ("talks with the visiting minister", "his visiting counterpart, Ann Lee")?"""
    tree, words = reading.tree, reading.lexicon.grammar.visiting_words
    nouns = set(range(party.start, party.end))
    if tree.bases[party.head] in {"appos", "flat"}:
        nouns.add(tree.heads[party.head])
    return any(tree.words[i] in words for noun in nouns for i in tree.children(noun, "amod"))


def _scene(reading: ArticleReading, match: Match, parties: Phrases) -> int | None:
    """The place in which a verb tells that somebody met the others of *parties*, who stand behind it."""
    tree = reading.tree
    meets = tree.lemmas[match.head] in reading.lexicon.grammar.meeting_verbs
    if match.entry.kind != "verb" or not meets or len(parties) < 2 or parties[0].pronoun:
        return None
    if parties[1].head < match.head:
        return None
    near = [i for p in parties[1:] for i in tree.children(p.head, "nmod")]
    for word in (*tree.children(match.head, "obl"), *near):
        if tree.cases.get(word) == "in" and word > match.head and reading.phrases.is_place(word):
            return word
    return None


def with_attendant(reading: ArticleReading, match: Match, parties: Phrases) -> Phrases:
    """*parties* of a meeting, with who is told to have said or done something at or after it, where only the others are named.

    "After talks with the king, Ann Lee said": the house in which they were held is nobody.
    """
    tree, grammar, noun = reading.tree, reading.lexicon.grammar, match.head
    told = tree.bases[noun] == "obl" and tree.cases.get(noun) in grammar.attending_prepositions
    met = [p for p in parties if p.head > noun]
    before = [p for p in parties if p.head < noun]
    aside = all(tree.heads[p.head] == noun and tree.bases[p.head] != "nmod" for p in before)
    verb = tree.governor(noun)
    if not (told and met and aside and tree.is_verb(verb)) or reading.functions.is_passive(verb):
        return parties
    subject = reading.functions.subject(verb)
    found = unlike(reading.phrases.participants(subject), tuple(met)) if subject is not None else ()
    singled = tuple(p for p in found if p.named or p.pronoun or p.entity is not None)
    return (*singled, *met) if singled else parties


def with_owner(reading: ArticleReading, match: Match, parties: Phrases) -> Phrases:
    """*parties* of a meeting or common work with who is told by a pronoun before its noun, where only the others are named ("his talks with Chad")."""
    tree, noun = reading.tree, match.head
    meeting = tree.lemmas[noun] in reading.lexicon.grammar.meeting_nouns
    meeting |= reading.category(match.entry.event_type) == "material_cooperation"
    if not (meeting and parties) or any(p.head < noun for p in parties):
        return parties
    for owner in tree.children(noun, "nmod"):
        if tree.words[owner] in reading.lexicon.grammar.possessive_pronouns and owner < noun:
            own = pronoun_at(owner)
            return (own, *parties)
    return parties
