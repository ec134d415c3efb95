"""Who the subject of an act is: somebody, or whose act, violence or plan the subject names."""

from pipeline.lexicon.entries import OBJECT
from pipeline.stages.events.authors import blamed_for, made_by
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import did_it, is_act, whose
from pipeline.stages.events.phrase import Phrases, pronoun_at, unlike
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.violence import acts_in, doers_of_violence, is_violence

# "The attack in the centre of the town of Gao that killed": no scene lies deeper in its act.
_DEEPEST_SCENE = 4
# No clause stands further behind its act, in tokens.
_FARTHEST = 16


def subject_phrases(reading: ArticleReading, match: Match, subject: int) -> Phrases:
    """Who the subject is: somebody, or whose act it is that the subject names."""
    assailant = _assailant(reading, match, subject)
    if assailant is not None and assailant != subject:
        return reading.phrases.participants(assailant)
    found = reading.phrases.participants(subject)
    meant = reading.phrases.meant_by(subject)
    act = struck_in(reading, match, meant) if meant is not None else None
    if act is None and meant is not None:
        act = _passed_over(reading, match, subject, meant)
    if act is not None:
        found, meant = (), act
    acts = _violence(reading, match, subject if meant is None else meant)
    if acts:
        # "A burst of rebel violence killed", "a campaign of violence by rebels that has killed"
        return doers_of_violence(reading, match, acts[0])
    if not found and meant is not None:
        # "The US airstrike that killed him", "a Maoist rebellion, which has killed"
        known = whose(reading, match, meant) or _fighting(reading, match, meant)
        return known or _authors(reading, match, meant)
    if not found and reading.lexicon.files[match.entry.event_type].crowds:
        found = reading.phrases.counted(subject)
    if found or reading.tree.pos[subject] not in {"NOUN", "PROPN"}:
        return found
    told = _above(reading, match, subject) or _senders(reading, subject)
    if told:
        return told
    # "Israel's decision angered", "the statement of the ministry said": whose act it is.
    owners = tuple(
        phrase
        for phrase in reading.phrases.inside(subject)
        if did_it(reading, match, phrase, subject)
    )
    if match.entry.kind == "noun":
        return ()
    if owners and owners[0].named:
        return owners
    # "insurgent attacks killed": an act is done by somebody without a name, too.
    done = whose(reading, match, subject) if is_act(reading, subject) else ()
    return done or _fighting(reading, match, subject)


def _assailant(reading: ArticleReading, match: Match, struck: int) -> int | None:
    """Who strikes *struck*, on whom the parser hung what came of the blow ("opened fire on rebels killing two")."""
    tree, verb = reading.tree, reading.tree.heads[struck]
    toll = match.entry.group.consequence and tree.tags[match.head] == "VBG"
    if not toll or tree.relations[match.head] != "acl" or tree.heads[match.head] != struck:
        return None
    under = tree.cases.get(struck) in reading.lexicon.grammar.striking_prepositions
    if not tree.is_verb(verb) or reading.functions.is_passive(verb):
        return None
    told = reading.lexicon.by_head.get(("verb", tree.lemmas[verb]), ())
    strikes = any(reading.lexicon.files[e.event_type].strikes for e in told)
    hit = under or tree.bases[struck] == "obj"
    return reading.functions.subject(verb) if strikes and hit else None


def _senders(reading: ArticleReading, thing: int) -> Phrases:
    """Whose the thing is that acts or speaks ("a statement from the group asks", "a bomb planted by rebels killed")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[thing] not in grammar.acting_things | grammar.message_nouns:
        return ()
    sent = tree.lemmas[thing] in grammar.message_nouns
    for child in tree.children(thing, "nmod") if sent else ():
        if tree.cases.get(child) in grammar.naming_complements:
            found = reading.phrases.participants(child)
            if found:
                return found
    return made_by(reading, thing)


def _fighting(reading: ArticleReading, match: Match, noun: int) -> Phrases:
    """Whose violence *noun* is, where what it did to somebody is told."""
    if not match.entry.group.consequence or match.entry.kind == "noun":
        return ()
    return doers_of_violence(reading, match, noun)


def _violence(reading: ArticleReading, match: Match, noun: int) -> tuple[int, ...]:
    """*noun* and the act it is a row of, where what it did to somebody is told."""
    told = match.entry.group.consequence and reading.tree.pos[noun] == "NOUN"
    acts = acts_in(reading, match, noun) if told else ()
    return acts if len(acts) > 1 else ()


def _above(reading: ArticleReading, match: Match, noun: int) -> Phrases:
    """Who acts in the clause whose noun the trigger hangs on ("farmers held a march calling for aid")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.bases[match.head] != "acl" or tree.heads[match.head] != noun:
        return ()
    letter = tree.lemmas[noun] in grammar.message_nouns  # "joined Ann Lee in a letter urging X"
    if tree.cases.get(noun) in grammar.prepositions_of_time and not letter:
        return ()  # "spoke after unrest that left ten dead"
    verb = tree.governor(noun)
    if verb == noun or not tree.is_verb(verb):
        return ()
    if letter and tree.lemmas[verb] in grammar.suffering_carriers:
        return ()  # "got letters accusing her of treason"
    subject = reading.functions.subject(verb)
    found = reading.phrases.participants(subject) if subject is not None else ()
    joined = tree.children(verb, "obj") if tree.lemmas[verb] in grammar.joining_verbs else ()
    for other in joined if letter else ():
        found += unlike(reading.phrases.participants(other), found)
    return found


def struck_in(reading: ArticleReading, match: Match, noun: int) -> int | None:
    """The act of which *noun* tells what it struck or where, if *match* tells what came of it ("an attack on a base that killed")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if not match.entry.group.consequence or noun == tree.heads[noun]:
        return None
    under = tree.cases.get(noun) in grammar.striking_prepositions
    # "The bombing of a mosque that killed ten"
    things = grammar.site_nouns | grammar.vehicle_nouns
    under |= tree.cases.get(noun) == "of" and tree.lemmas[noun] in things
    act = tree.heads[noun]
    if under and is_violence(reading, match, act):
        return act
    pronoun = tree.child(match.head, "nsubj")
    told = pronoun is not None and tree.words[pronoun] in grammar.relative_pronouns
    return _done_in(reading, match, noun) if told else None


def _passed_over(reading: ArticleReading, match: Match, pronoun: int, noun: int) -> int | None:
    """The act right before *pronoun* and the names of places, which the parser hung on *noun* further off.

    "A man with ties to the raids in Gao, Mali, that killed ten": it was the raids that killed them.
    """
    tree, phrases = reading.tree, reading.phrases
    if not match.entry.group.consequence or tree.words[pronoun] == "who":
        return None
    if not phrases.is_place(pronoun - 1) and tree.pos[pronoun - 1] != "PUNCT":
        return None  # right behind the act the parser knows better ("bombers behind raids that killed")
    for word in range(pronoun - 1, max(noun, pronoun - _FARTHEST), -1):
        between = tree.pos[word] in {"PUNCT", "ADP", "DET"} or word in phrases.dated
        if not between and not phrases.is_place(word):
            return word if is_violence(reading, match, word) else None
    return None


def act_meant(reading: ArticleReading, match: Match, word: int) -> int:
    """*word*, or the act for which it stands as a relative pronoun ("a raid on the town of Gao, in which six died")."""
    noun = reading.phrases.meant_by(word)
    if noun is None or is_violence(reading, match, noun):
        return word if noun is None else noun
    act = _done_in(reading, match, noun)
    return word if act is None else act


def _done_in(reading: ArticleReading, match: Match, scene: int) -> int | None:
    """The act that was done in or to the place *scene*."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    beside = grammar.place_prepositions | grammar.striking_prepositions | {"of"}
    for _ in range(_DEEPEST_SCENE):
        act, land = tree.heads[scene], grammar.place_nouns | grammar.site_nouns
        place = reading.phrases.is_place(scene) or tree.lemmas[scene] in land
        if not place or tree.cases.get(scene) not in beside:
            return None
        if is_violence(reading, match, act):
            return act
        scene = act
    return None


def announced(reading: ArticleReading, match: Match, subject: int | None) -> Phrases:
    """Whose act it is that *subject* only announces ("announced the resignation of the minister", "the judges reported his resignation")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    group = match.entry.group
    if tree.lemmas[match.head] not in grammar.reporting_verbs or group.recipient_slots:
        return ()
    for noun in (i for i in match.words if tree.bases[i] in {"obj", "nsubj"} and i != subject):
        for owner in tree.children(noun, "nmod"):
            own = tree.relations[owner] == "nmod:poss"
            several = subject is not None and tree.tags[subject] == "NNS"
            other = several and tree.words[owner] in grammar.single_owners
            if own and other:
                return (pronoun_at(owner),)
            if (own and tree.pos[owner] != "PRON") or tree.cases.get(owner) == "of":
                return reading.phrases.participants(owner)
    return ()


def _authors(reading: ArticleReading, match: Match, act: int) -> Phrases:
    """Who is told to have done *act* in the clause around it, where *match* tells whom it hurt.

    "Was behind a blast that killed two", "answered with a raid that killed two", "fired a rocket that killed two".
    """
    if not match.entry.group.consequence:
        return ()
    tree, functions, grammar = reading.tree, reading.functions, reading.lexicon.grammar
    blamed = blamed_for(reading, act)
    if blamed:
        return blamed
    case, verb = tree.cases.get(act), tree.governor(act)
    if case in grammar.authoring_prepositions and tree.child(act, "cop") is not None:
        doer = tree.child(act, "nsubj")
    elif tree.is_verb(verb) and _is_used(reading, match, verb, act):
        doer = functions.subject(verb)
    elif not tree.is_verb(verb) or not is_act(reading, act) or functions.is_passive(verb):
        return ()
    elif case in grammar.siding_prepositions or (case is None and _carries(reading, verb, act)):
        doer = functions.subject(verb)
    else:
        return ()
    return reading.phrases.participants(doer) if doer is not None else ()


def _is_used(reading: ArticleReading, match: Match, verb: int, thing: int) -> bool:
    """Is *verb* a deed of the type of *match* that is done with *thing* ("fired rockets that killed two")?"""
    tree = reading.tree
    told = reading.lexicon.by_head.get(("verb", tree.lemmas[verb]), ())
    alike = any(entry.event_type == match.entry.event_type for entry in told)
    used = tree.lemmas[thing] in reading.lexicon.grammar.acting_things
    used = used and not is_violence(reading, match, thing)  # "survived an attack that killed two"
    return alike and used and tree.bases[thing] == "obj" and not reading.functions.is_passive(verb)


def _carries(reading: ArticleReading, verb: int, act: int) -> bool:
    grammar, tree = reading.lexicon.grammar, reading.tree
    light = grammar.carriers - grammar.telling_carriers
    return tree.bases[act] == "obj" and tree.lemmas[verb] in light


def companions(reading: ArticleReading, verb: int) -> Phrases:
    """Whom the subject of *verb* joined in it ("joined Chad in condemning", "joined with Chad to form")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    for word in tree.children(verb, "obl"):
        along = word < verb and tree.cases.get(word) in grammar.joining_prepositions
        if along and (partners := reading.phrases.participants(word)):
            return partners  # "Chad, along with Mali, condemned": the parser hung them on the verb
    for clause in tree.children(verb, "advcl"):
        if clause < verb and tree.words[clause] in grammar.leading_participles:
            led = (reading.phrases.participants(i) for i in reading.functions.doers(clause))
            if leaders := next((found for found in led if found), ()):
                return leaders  # "Led by monks, thousands marched"
    above, together = tree.heads[verb], tree.bases[verb] in {"advcl", "xcomp"}
    if tree.lemmas[verb] in grammar.joining_verbs:
        above = verb
        together = any(tree.tags[i] == "VB" for i in tree.children(verb, "advcl", "xcomp"))
    if not together or tree.lemmas[above] not in grammar.joining_verbs:
        return ()
    gerund = above == verb or tree.cases.get(verb) in {"in", "to"}
    own = tree.children(above, "obj") if above != verb else ()
    beside = (
        i for i in tree.children(above, "obl") if tree.cases.get(i) in grammar.siding_prepositions
    )
    found = (p for i in (*own, *beside) if gerund and (p := reading.phrases.participants(i)))
    return next(found, ())


def is_yet_to_be_found(reading: ArticleReading, match: Match, chosen: Phrases) -> bool:
    """Is it not told who wins by a choice ("the party chooses a new leader")? Then he acts who chooses."""
    tree = reading.tree
    past = tree.tags[match.head] in {"VBD", "VBN"}  # "has elected a new president": there he is
    if not chosen or past or match.entry.group.actor_slots != (OBJECT,):
        return False
    articles = reading.lexicon.grammar.indefinite_articles
    return not any(
        one.named
        or one.pronoun
        or one.head not in match.words
        or not any(tree.words[i] in articles for i in tree.children(one.head, "det"))
        for one in chosen
    )
