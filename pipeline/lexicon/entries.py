"""The lexicon's models: one TOML file per event type, groups of lemmas that behave alike."""

from typing import Literal

from pydantic import Field

from schemas.toml_file import Table

Kind = Literal["verb", "noun", "phrase"]
Frame = Literal[
    "actor_recipient",
    "reciprocal",
    "recipient_only",
    "actor_only",
    "host_visitor",
    "receiver",
    "speaker_subject",
    "none",
]
GAP = "_"


class Group(Table):
    """Lemmas of one type that share how their arguments stand.

    A lemma is one or more words: the first of a ``verb`` and the last of a ``noun`` are inflected, a
    ``phrase`` stands as written. ``a/b`` gives alternatives, ``_`` stands for up to seven other words ("cut _
    ties"). ``frame``: who its arguments are in the active voice; in "host_visitor" the subject receives a
    visitor, who acts, in "receiver" a gift, whose giver acts. ``polarity`` "negative": fires only under
    a negation, and is not negated itself ("will not accept"). ``several_as``: the type when it has several
    actors. ``consequence``: as a participle it tells whom another event of its type struck ("ambushed a
    convoy, killing 14 soldiers"). ``not_with``: no event beside one of these types in its sentence.
    ``marked_only``: a direct object is no recipient ("deployed troops against X"). ``gives``: a direct object
    is the thing given, unless a second one follows it ("gave villagers food"). ``bare_object``: a direct
    object is a recipient even where its noun is no known agent; "acting" only before "to" ("urged shopkeepers
    to close"). ``voice`` "passive": fires in the passive only. ``not_after_object``: none of these among the
    four words after its recipient; ``then``: one of these right after it. ``warns``: it is aimed at the
    subject of its condition ("unless Mali yields"). ``needs``: one of these words in the sentence;
    ``not_before`` and ``not_after``: none of these among the four words after or before it.
    ``example`` marks arguments: ``[A actor]``, ``[R recipient]``, ``[N a name in no role]``.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: Kind
    lemmas: tuple[str, ...] = Field(min_length=1)
    frame: Frame = "actor_recipient"
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    recipient_after: tuple[str, ...] = ()
    actor_after: tuple[str, ...] = ("by",)
    marked_only: bool = False
    gives: bool = False
    bare_object: Literal["none", "acting", "any"] = "none"
    voice: Literal["any", "passive"] = "any"
    not_after_object: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    warns: bool = False
    needs: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    several_as: str | None = None
    consequence: bool = False
    not_with: tuple[str, ...] = ()
    polarity: Literal["any", "negative"] = "any"
    example: str
    counter_examples: tuple[str, ...] = ()


class TypeFile(Table):
    """One event type's file. ``governs``: acts told in what it says ("refused to meet") are not events.

    ``nested_recipients``: without a marked recipient, a name inside the object is it.
    ``shares_recipients``: without one it is aimed at whom its subject is told to act against first.
    ``complement_modes`` gives the mode that such an act's type lends to the governing event.
    """

    event_type: str
    governs: bool = False
    nested_recipients: bool = False
    shares_recipients: bool = False
    complement_modes: dict[str, str] = Field(default_factory=dict)
    group: tuple[Group, ...] = Field(min_length=1)


class Grammar(Table):
    """The closed word classes of ``grammar.toml``, in lower case."""

    quotes: frozenset[str]
    breaks: frozenset[str]
    possessive_marks: frozenset[str]
    determiners: frozenset[str]
    instruments: frozenset[str]
    plural_nouns: frozenset[str]
    number_words: frozenset[str]
    hedges: frozenset[str]
    hedge_phrases: tuple[str, ...]
    noun_like: frozenset[str]
    auxiliaries_be: frozenset[str]
    auxiliaries_have: frozenset[str]
    auxiliaries_do: frozenset[str]
    modals_future: frozenset[str]
    modals_hypothetical: frozenset[str]
    modals_past_future: frozenset[str]
    modals_demand: frozenset[str]
    negations: frozenset[str]
    negating_verbs: frozenset[str]
    adverbs: frozenset[str]
    adverb_pairs: frozenset[str]
    adjectives_in_ly: frozenset[str]
    prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    circumstance_prepositions: frozenset[str]
    nested_prepositions: frozenset[str]
    subordinators: frozenset[str]
    denials: frozenset[str]
    circumstances: frozenset[str]
    condition_words: frozenset[str]
    condition_phrases: tuple[str, ...]
    threat_conditions: frozenset[str]
    question_words: frozenset[str]
    asking_forms: frozenset[str]
    relative_pronouns: frozenset[str]
    subject_relatives: frozenset[str]
    conjunctions: frozenset[str]
    pronouns: frozenset[str]
    subject_pronouns: frozenset[str]
    object_pronouns: frozenset[str]
    possessive_pronouns: frozenset[str]
    giving_forms: frozenset[str]
    group_nouns: frozenset[str]
    origin_nouns: frozenset[str]
    agent_nouns: frozenset[str]
    light_verbs: frozenset[str]
    reporting_verbs: frozenset[str]
    according: tuple[str, ...]
    future_governors: frozenset[str]
    actual_governors: frozenset[str]
    gerund_prepositions: frozenset[str]
    future_adjectives: frozenset[str]
    hypothetical_adjectives: frozenset[str]
    background_words: frozenset[str]
    month_leads: frozenset[str]
    other_verbs: frozenset[str]


class Confidence(Table):
    """How sure a rule is: a share of readings that were right, and what lowers it (factors)."""

    verb_both: float = Field(ge=0.0, le=1.0)
    verb_one: float = Field(ge=0.0, le=1.0)
    noun_both: float = Field(ge=0.0, le=1.0)
    noun_one: float = Field(ge=0.0, le=1.0)
    alone: float = Field(ge=0.0, le=1.0)
    unnamed_actor: float = Field(ge=0.0, le=1.0)
    short_pattern_noun: float = Field(ge=0.0, le=1.0)
    not_actual: float = Field(ge=0.0, le=1.0)
