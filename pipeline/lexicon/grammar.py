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
    single_pronouns: frozenset[str]
    first_person: frozenset[str]
    possessive_pronouns: frozenset[str]
    reporting_verbs: frozenset[str]
    according: frozenset[str]
    doubting_verbs: frozenset[str]
    foretelling_words: frozenset[str]
    denying_verbs: frozenset[str]
    future_governors: frozenset[str]
    hypothetical_governors: frozenset[str]
    negating_governors: frozenset[str]
    dropping_verbs: frozenset[str]
    refusing_governors: frozenset[str]
    averting_prepositions: frozenset[str]
    siding_prepositions: frozenset[str]
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
    awaiting_words: frozenset[str]
    condition_phrases: tuple[str, ...]
    threat_conditions: frozenset[str]
    future_adjectives: frozenset[str]
    hypothetical_adjectives: frozenset[str]
    carriers: frozenset[str]
    happening_verbs: frozenset[str]
    negative_pronouns: frozenset[str]
    acting_things: frozenset[str]
    circumstances: frozenset[str]
    carrying_prepositions: frozenset[str]
    onward_adverbs: frozenset[str]
    relative_pronouns: frozenset[str]
    bearing_prepositions: frozenset[str]
    preposition_companions: frozenset[str]
    content_prepositions: frozenset[str]
    negating_prepositions: frozenset[str]
    prepositions_of_time: frozenset[str]
    subject_controllers: frozenset[str]
    question_words: frozenset[str]
    generic_pronouns: frozenset[str]
    generic_determiners: frozenset[str]
    naming_prepositions: frozenset[str]
    naming_governors: frozenset[str]
    habit_adverbs: frozenset[str]
    ruling_nouns: frozenset[str]
    weakening_words: frozenset[str]
    pointing_pronouns: frozenset[str]
    person_prefixes: frozenset[str]
    claiming_verbs: frozenset[str]
    permitting_verbs: frozenset[str]
    doing_nouns: frozenset[str]
    leading_participles: frozenset[str]
    parting_adjectives: frozenset[str]
    stricken_adjectives: frozenset[str]
    place_nouns: frozenset[str]
    striking_prepositions: frozenset[str]
    stative_participles: frozenset[str]
    striking_moments: frozenset[str]
    accord_nouns: frozenset[str]
    listing_prepositions: frozenset[str]
    idle_nouns: frozenset[str]
    benefit_prepositions: frozenset[str]
    work_nouns: frozenset[str]
    site_nouns: frozenset[str]
    expecting_verbs: frozenset[str]
    parting_words: frozenset[str]

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
    aiming_prepositions: frozenset[str]
    suffering_carriers: frozenset[str]
    striking_verbs: frozenset[str]
    indefinite_pronouns: frozenset[str]
    thing_pronouns: frozenset[str]
    joining_prepositions: frozenset[str]
    media_nouns: frozenset[str]
    blaming_prepositions: frozenset[str]
    telling_carriers: frozenset[str]
    place_prepositions: frozenset[str]
    quotes: frozenset[str]
    describing_nouns: frozenset[str]
