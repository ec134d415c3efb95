"""The closed word classes of English with which the event stage reads trees."""

from typing import Self

from pipeline.lexicon.spelling import Spelling
from schemas.toml_file import Table


class Grammar(Table):
    """``grammar.toml``: lemmas in lower case; the comments there say what each class is for."""

    prepositions: frozenset[str]
    passive_agents: frozenset[str]
    agent_nouns: frozenset[str]
    group_nouns: frozenset[str]
    quantity_nouns: frozenset[str]
    quantity_pronouns: frozenset[str]
    personal_pronouns: frozenset[str]
    first_person: frozenset[str]
    possessive_pronouns: frozenset[str]
    reporting_verbs: frozenset[str]
    according: frozenset[str]
    doubting_verbs: frozenset[str]
    denying_verbs: frozenset[str]
    future_governors: frozenset[str]
    hypothetical_governors: frozenset[str]
    negating_governors: frozenset[str]
    actual_governors: frozenset[str]
    motion_verbs: frozenset[str]
    future_nouns: frozenset[str]
    negations: frozenset[str]
    denials: frozenset[str]
    modals_future: frozenset[str]
    modals_hypothetical: frozenset[str]
    modals_past_future: frozenset[str]
    modals_demand: frozenset[str]
    condition_words: frozenset[str]
    condition_phrases: tuple[str, ...]
    threat_conditions: frozenset[str]
    future_adjectives: frozenset[str]
    hypothetical_adjectives: frozenset[str]
    carriers: frozenset[str]
    happening_verbs: frozenset[str]
    negative_pronouns: frozenset[str]
    acting_things: frozenset[str]
    circumstances: frozenset[str]
    relative_pronouns: frozenset[str]
    bearing_prepositions: frozenset[str]
    preposition_companions: frozenset[str]
    content_prepositions: frozenset[str]
    negating_prepositions: frozenset[str]
    prepositions_of_time: frozenset[str]
    subject_controllers: frozenset[str]
    question_words: frozenset[str]

    def folded(self, spelling: Spelling) -> Self:
        """Each class also with its words as *spelling* folds them, since the lemmas of a tree are folded."""
        classes = {name: words for name, words in self if isinstance(words, frozenset)}
        return self.model_copy(
            update={
                name: words | {spelling.fold(word) for word in words}
                for name, words in classes.items()
            }
        )

    second_person: frozenset[str]
    telling_carriers: frozenset[str]
    place_prepositions: frozenset[str]
    quotes: frozenset[str]
    describing_nouns: frozenset[str]
