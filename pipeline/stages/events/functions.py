"""The grammatical functions around a predicate: its subject, objects and doer, shared and inherited ones too."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.loose import clause_above, is_atoned, lacks_its_object
from pipeline.stages.events.relatives import follows, named_by, takes_its_noun
from pipeline.stages.events.shared import (
    acts_on_people,
    doers_of_order,
    is_what_is_blamed,
    shared_objects,
)
from pipeline.stages.events.tree import Tree

# Longer chains of verbs that share a subject are no clauses.
_MOST_STEPS = 6
# Of two verbs joined without an object between them the second is this near, in tokens.
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Functions:
    """Finds the head words of subject, object and doer in *tree*."""

    tree: Tree
    grammar: Grammar

    def is_passive(self, verb: int) -> bool:
        """Is the verb told from the side of whom it befalls? "Is committed to" tells what its subject does."""
        tree = self.tree
        if tree.words[verb] in self.grammar.stative_participles and not tree.has(verb, "obl:agent"):
            return False
        for _ in range(_MOST_STEPS):
            if tree.has(verb, "aux:pass") or self._is_said_of_passive(verb):
                return True
            if tree.has(verb, "nsubj:pass"):
                return tree.tags[verb] == "VBN"  # headlines: "Two killed in Mali"
            # Behind its noun without a subject a past form is a participle ("the men killed in the raid").
            reduced = tree.tags[verb] == "VBD" and tree.relations[verb] == "acl"
            lost = lacks_its_object(tree, self.grammar, verb)
            if not (reduced or lost or tree.tags[verb] == "VBN"):
                return False
            if tree.child(verb, "aux", "nsubj") is not None:
                return False
            done, loose = tree.has(verb, "obl:agent"), tree.bases[verb] in {"acl", "advcl", "amod"}
            if (given := tree.child(verb, "obj")) is not None:
                bare = given not in tree.below or not reduced  # "two Danes held hostage in Mali"
                return (done and loose) or (bare and tree.relations[verb] == "acl")
            if done or loose or tree.bases[verb] != "conj":
                return done or loose
            verb = tree.heads[verb]
        return False

    def _is_said_of_passive(self, verb: int) -> bool:
        """Is the bare participle what a passive says of its subject ("were reported killed")?"""
        tree = self.tree
        bare = tree.bases[verb] == "xcomp" and tree.tags[verb] == "VBN" and verb not in tree.cases
        if tree.words[verb] in self.grammar.stricken_adjectives:
            bare = bare and tree.has(tree.heads[verb], "aux:pass")  # "left nine others wounded"
        said = tree.heads[verb]
        # "Found three men killed"
        above = tree.has(said, "aux:pass") or any(
            said < i < verb for i in tree.children(said, "obj")
        )
        return bare and above and tree.child(verb, "aux", "obj") is None

    def subject(self, verb: int) -> int | None:
        """The head word of the subject: its own, or that of the verb or noun above it.

        Of a passive it is whom the act befalls.
        """
        tree = self.tree
        for _ in range(_MOST_STEPS):
            own = tree.child(verb, "nsubj", "csubj")
            if own is not None:
                return own
            above, base = tree.heads[verb], tree.bases[verb]
            if above == verb:
                return None
            if (struck := follows(tree, self.grammar, verb)) is not None:
                return struck
            if base == "acl":
                return self._of_noun(verb, above)
            if base == "xcomp":
                controller = self._controller(above)
                if controller is not None:
                    return controller
            elif (reporter := self._reporter(verb)) is not None:
                verb = reporter
                continue
            elif is_what_is_blamed(self.tree, self.grammar, verb):
                return tree.child(above, "obj", "iobj")
            elif base in {"ccomp", "parataxis"}:
                if tree.tags[verb] not in {"VBG", "VB", "VBN"} or self._is_finite(verb):
                    return None
            elif self._is_said_beside(verb):
                # "Said Mali has lied, and charged that": the parser joined both.
                above = tree.heads[above]
            elif base not in {"conj", "advcl", "cop"}:
                return None
            if not (tree.is_verb(above) or tree.pos[above] in {"ADJ", "AUX", "NOUN"}):
                return None
            if base == "conj" and tree.pos[above] == "NOUN" and tree.child(above, "nsubj") is None:
                return None
            verb = above
        return None

    def _is_finite(self, verb: int) -> bool:
        """Is the participle a passive clause of its own behind the verb that reports it, whose subject the parser lost?"""
        tags = (self.tree.tags[i] for i in self.tree.children(verb, "aux"))
        finite = any(tag in {"VBD", "VBP", "VBZ", "MD"} for tag in tags)
        return finite and self.tree.has(verb, "aux:pass") and verb > self.tree.heads[verb]

    def _is_said_beside(self, verb: int) -> bool:
        """Is *verb*, joined to what somebody said, in the past as that and with what he says himself?"""
        tree, above = self.tree, self.tree.heads[verb]
        if tree.bases[verb] != "conj" or tree.bases[above] != "ccomp":
            return False
        told = tree.tags[tree.heads[above]] == "VBD" != tree.tags[above]
        # "Have failed, and charged that": what somebody says has an object of its own.
        bare = tree.tags[verb] == "VBN" and tree.child(verb, "aux") is None
        past = told and (tree.tags[verb] == "VBD" or bare)
        return past and tree.child(verb, "ccomp") is not None

    def _reporter(self, verb: int) -> int | None:
        """The verb of who says the clause that *verb* hangs on, where "him" in its object is who acts in that.

        "Said the general must go, accusing him of theft": it is the speaker who accuses.
        """
        tree = self.tree
        aside = tree.tags[verb] == "VBG" and tree.bases[verb] == "advcl" and verb not in tree.cases
        whom = tree.child(verb, "obj")
        if not aside or tree.words[verb - 1] != "," or whom is None or tree.pos[whom] != "PRON":
            return None
        clause = tree.heads[verb]
        for _ in range(_MOST_STEPS):
            if tree.bases[clause] == "ccomp":
                above = tree.heads[clause]
                free = tree.child(clause, "obj") is None
                if tree.lemmas[verb] in self.grammar.reproaching_verbs:
                    free = not acts_on_people(tree, self.grammar, clause)
                return (
                    above if free and tree.lemmas[above] in self.grammar.reporting_verbs else None
                )
            if tree.bases[clause] not in {"xcomp", "conj", "csubj"}:
                return None
            clause = tree.heads[clause]
        return None

    def _of_noun(self, verb: int, noun: int) -> int | None:
        """The subject of a clause that hangs on *noun*: the noun, or whose plan it is ("X's plan to leave", "the plan of X to")."""
        tree = self.tree
        if is_atoned(self.tree, self.grammar, verb, noun):
            return self.subject(tree.heads[noun])
        if tree.relations[verb] == "acl:relcl" or tree.tags[verb] in {"VBG", "VBN"}:
            return self._charged(verb, noun)
        owners = [
            child
            for child in tree.children(noun, "nmod")
            if tree.relations[child] == "nmod:poss" or self._tells_whose(child)
        ]
        if tree.lemmas[noun] in self.grammar.agent_nouns:
            return next((i for i in owners if tree.relations[i] == "nmod:poss"), noun)
        if owners:
            return owners[0]
        carrier = tree.heads[noun]
        if carrier != noun and tree.is_verb(carrier) and tree.bases[noun] in {"obj", "obl"}:
            return self.subject(carrier)
        return None

    def _tells_whose(self, word: int) -> bool:
        """Does *word* stand where it is told whose plan, decision or offer a noun names ("the decision of X", "by X")?"""
        case = self.tree.cases.get(word)
        return case == "of" or case in self.grammar.passive_agents

    def _charged(self, verb: int, noun: int) -> int:
        """*noun*, or where it only tells the place or the occasion the subject of its clause ("is on trial in Oslo, charged with theft")."""
        clause = clause_above(self.tree, self.grammar, verb, noun)
        told = self.subject(clause) if clause is not None else None
        return noun if told is None else told

    def _controller(self, above: int) -> int | None:
        """Who is to do what an infinitive tells: the object of the verb above, where it has one."""
        tree = self.tree
        if tree.lemmas[above] in self.grammar.subject_controllers:
            return None
        return tree.child(above, "obj", "iobj")

    def objects(self, verb: int) -> Iterator[int]:
        """The head words of what the verb acts on, whom it is done for first."""
        tree = self.tree
        if self.is_passive(verb):
            befallen = self.subject(verb)
            if befallen is not None:
                yield self._meant(verb, befallen)
            yield from tree.children(verb, "iobj", "obj")
            return
        yield from tree.children(verb, "iobj")
        direct = [self._meant(verb, child) for child in tree.children(verb, "obj")]
        direct = direct or list(self._in_small_clause(verb))
        yield from direct
        if not direct and takes_its_noun(tree, self.grammar, verb):
            yield tree.heads[verb]
        if not direct:
            yield from shared_objects(tree, self.grammar, verb)

    def _in_small_clause(self, verb: int) -> Iterator[int]:
        """Of whom the verb says what he is ("found two men guilty"), or what it hit to the "northwest" of a place."""
        tree = self.tree
        for state in tree.children(verb, "xcomp"):
            if not tree.is_verb(state) and tree.child(state, "cop") is None:
                yield from (i for i in tree.children(state, "nsubj") if verb < i < state)
        for word in (i for i in tree.children(verb, "obl") if i > verb):
            if tree.cases.get(word) in self.grammar.compass_words:
                yield word  # "struck northwest Pakistan": the parser took it for a preposition
            if tree.lemmas[word] in self.grammar.manner_nouns and tree.cases.get(word) == "in":
                yield from tree.children(word, "appos")  # "condemned in strong terms the raid"

    def _meant(self, verb: int, word: int) -> int:
        """*word*, or the noun that it stands for as the relative pronoun of the clause of *verb*, with what is joined before."""
        tree, noun = self.tree, named_by(self.tree, self.tree.heads[verb])
        relative = tree.words[word] in self.grammar.relative_pronouns
        inside = tree.joined(noun)[-1] > verb  # "Ann, who was held, and Bo": not Bo
        return noun if relative and tree.relations[verb] == "acl:relcl" and not inside else word

    def doers(self, verb: int) -> Iterator[int]:
        """The head words after "by" in the passive; of two verbs joined the second may have them for both."""
        tree = self.tree
        own = [
            doer for child in tree.children(verb, "obl", "nmod") for doer in self._doers_in(child)
        ]
        yield from own
        if not own:
            yield from doers_of_order(tree, self.grammar, verb)
            for second in tree.children(verb, "conj"):
                # "was bombed and killed by X": no subject or auxiliary stands between.
                own_subject = tree.child(second, "nsubj") is not None
                near = second - verb <= _NEAR and not own_subject
                if near and tree.tags[second] == tree.tags[verb] == "VBN":
                    for child in tree.children(second, "obl"):
                        yield from self._doers_in(child)

    def _doers_in(self, child: int) -> Iterator[int]:
        """*child* where it stands under "by", or whose hands it is ("at the hands of X")."""
        tree, case = self.tree, self.tree.cases.get(child)
        if case in self.grammar.joining_prepositions:
            return  # "was held along with two aides"
        if tree.relations[child] == "obl:agent" or case in self.grammar.passive_agents:
            yield child
        elif tree.lemmas[child] in self.grammar.doing_nouns and tree.cases.get(child) == "at":
            yield from (i for i in tree.children(child, "nmod") if tree.cases.get(i) == "of")

    def marked(self, i: int, preposition: str) -> Iterator[int]:
        """The head words under *preposition* that hang on *i* or on its objects, or that it shares with the next verb."""
        own = list(self._marked_own(i, preposition))
        yield from own
        if not own and self.tree.is_verb(i):
            for second in self.tree.children(i, "conj"):
                # "threw stones and opened fire on the convoy"
                near = second - i <= _NEAR and self.tree.tags[second] == self.tree.tags[i]
                if near and self.tree.child(second, "nsubj", "aux") is None:
                    hung = self.tree.children(second, "obl")
                    yield from (word for word in hung if self.is_marked(word, preposition))

    def _marked_own(self, i: int, preposition: str) -> Iterator[int]:
        tree = self.tree
        for child in tree.children(i, "obl", "nmod", "advcl", "acl"):
            if self.is_marked(child, preposition):
                yield self._held(child)
        below = ("obj", "xcomp") if tree.is_verb(i) else ("nmod",)
        for inner in tree.children(i, *below):
            for child in tree.children(inner, "nmod", "obl"):
                if self.is_marked(child, preposition):
                    yield child

    def _held(self, word: int) -> int:
        """*word*, or of a passive participle its subject ("met with men being held"): the parser took it for a clause."""
        tree = self.tree
        subject = tree.child(word, "nsubj")
        held = tree.bases[word] == "advcl" and subject is not None and tree.tags[word] == "VBN"
        if subject is None or not held:
            return word
        being = any(tree.tags[i] == "VBG" for i in tree.children(word, "aux"))
        return subject if being else word

    def is_marked(self, i: int, preposition: str) -> bool:
        """Stands *i* under *preposition*? Under "together with" is under "with", "because of" not under "of"."""
        case = self.tree.cases.get(i, "")
        if case == preposition:
            return True
        first, _, last = case.rpartition(" ")
        return last == preposition and first in self.grammar.preposition_companions
