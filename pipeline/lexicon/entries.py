"""The lexicon's models: one TOML file per event type, groups of entries that behave alike."""

from typing import Literal

from pydantic import Field

from schemas.toml_file import Table

Kind = Literal["verb", "noun", "adjective", "modal"]
ContentRole = Literal["actors", "recipients"]

BETWEEN = "between"
# Slots that are no preposition.
SUBJECT, OBJECT, CONTENT, INSIDE = "subject", "object", "content", "inside"
POSSESSOR, MODIFIER, CARRIER, SPEAKER = "possessor", "modifier", "carrier", "speaker"
FORCE = "force"
SLOTS = frozenset({SUBJECT, OBJECT, CONTENT, INSIDE, POSSESSOR, MODIFIER, FORCE, CARRIER, SPEAKER})

DEFAULT_ACTOR: dict[Kind, tuple[str, ...]] = {
    "verb": (SUBJECT,),
    "noun": ("by", POSSESSOR, MODIFIER, CARRIER),
    "adjective": (SUBJECT,),
    "modal": (SPEAKER,),
}
DEFAULT_RECIPIENT: dict[Kind, tuple[str, ...]] = {
    "verb": (OBJECT,),
    "noun": ("against", "on", "of", "to"),
    "adjective": ("of", "at", "with"),
    "modal": (SUBJECT,),
}


class Group(Table):
    """Entries of one type that share how their arguments stand.

    An entry of ``lemmas`` is a head in its base form and what must hang on it in the tree, in any order and
    at any distance: a particle or preposition ("carry out", "call for"), a noun as its object ("sign
    treaty"), a noun under the preposition ("put on trial"). ``a/b`` gives alternatives, ``@name`` a class of
    ``nouns.toml``. A ``noun`` is inflected at its last word, those before it are its modifiers ("air strike").
    A ``modal`` ("must") fires where somebody says that another's act is due.

    ``actor`` and ``recipient`` name the slots where they stand, the best first: ``subject``, ``object``
    (never a word of the entry), a preposition, ``content`` (who acts in the act that the entry is about:
    "urged X to leave", "condemned the raid by X"), ``inside`` (a name inside the object: "denied Cuba's
    claim"), of a noun ``possessor``, ``modifier`` ("Israeli attack"), ``force`` (a modifier that is
    no place: "Taliban bombing", not "Kabul bombing") and ``carrier`` (the subject of its light
    verb: "X launched an attack"), and ``speaker`` (who says the sentence). The passive is read by itself. ``parties``: all who stand in these slots
    are actors of a reciprocal event; ``several_as``: the type when it has several actors.
    ``verbal_as``: the type, with a mode after a stroke, where people of politics do it, who fight with words.

    ``only_subject``, ``only_object``: the slot must be filled by one of these lemmas or classes; ``@somebody``
    is any participant, ``@place`` a place, ``@number`` a number, ``@one`` one person, ``@people`` people and no body, ``@organisation`` a body by its name, ``@anything`` whatever stands there; ``not_subject``, ``not_object``: it must not;
    ``unless``: none of these lemmas or classes may hang on the entry at all. ``voice``: fires only so.
    ``polarity`` "negative": fires only under a negation, and is not negated itself ("will not accept").
    ``needs_recipient``, ``needs_actor``: no event without. ``bare_object``: an object is the recipient even
    where its noun is no known participant ("kidnapped a florist"). ``needs_public``: none between people of whom nobody is
    known to hold an office or to act for a body ("she met Ann"). ``also``: the type, with a mode after a
    stroke, of a second event that the same words tell ("COERCE/arrest" of a prison sentence). ``consequence``: as a participle it tells whom
    another event of its type struck ("ambushed a convoy, killing 14 soldiers"). ``amid``: in an article with one of
    these words it is ``amid_as``, a type with a mode (a blaze, in a report on bushfires).
    ``not_with``: no event beside one of these types in its sentence;
    ``not_joined``: none where it is joined to one of these verbs ("was treated and released"). ``promised_as``: what a plan of it is told as, where that
    is not what the ontology says of its type (a march that is planned threatens nobody); empty: as itself, to come.

    ``governs``: the act in its complement or object is what it is about, no event of its own ("refused to
    meet"); null: as the file says. ``needs_content``: fires only over such an act or a matched noun.
    ``example`` marks arguments: ``[A actor]``, ``[R recipient]``, ``[N a name in no role]``.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: Kind
    lemmas: tuple[str, ...] = Field(min_length=1)
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actor: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    parties: tuple[str, ...] = ()
    several_as: str | None = None
    verbal_as: str | None = None
    only_subject: tuple[str, ...] = ()
    only_object: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    voice: Literal["any", "active", "passive"] = "any"
    polarity: Literal["any", "negative"] = "any"
    needs_actor: bool = False
    needs_public: bool = False
    needs_recipient: bool = False
    bare_object: bool = False
    also: str | None = None
    amid: tuple[str, ...] = ()
    amid_as: str | None = None
    consequence: bool = False
    not_with: tuple[str, ...] = ()
    not_joined: tuple[str, ...] = ()
    promised_as: str | None = None
    governs: bool | None = None
    needs_content: bool = False
    example: str
    counter_examples: tuple[str, ...] = ()

    @property
    def actor_slots(self) -> tuple[str, ...]:
        """Where the actor stands, the best slot first."""
        return DEFAULT_ACTOR[self.kind] if self.actor is None else self.actor

    @property
    def recipient_slots(self) -> tuple[str, ...]:
        """Where the recipient stands, the best slot first."""
        return DEFAULT_RECIPIENT[self.kind] if self.recipient is None else self.recipient


class TypeFile(Table):
    """One event type's file.

    ``governs`` holds for its groups that do not say; ``wishes``: what they are about is still to be done, so a
    clause that tells of what was done is none of it ("told reporters that it had left"). ``promises``: a clause about
    what should be is none of it either ("agreed that judges should not decide"). Of the act that a governing entry is about,
    ``content_modes`` gives the mode by its type ("asked for aid" is REQUEST/assist), ``content_types`` the
    type of the whole ("agreed to withdraw" is CONCEDE), and ``content_role`` whose place the entry's
    recipient has in it, where nobody stands in the entry's own slots.
    ``strikes``: it is done to people, of whom a number tells enough ("killed three"), and a noun has them from the
    verb around it ("the raid hit X", "X faced raids"). ``mutual``: who stands under "between" are its actors.
    ``warns``: without a recipient it is aimed at the subject of its condition ("unless Mali yields").
    ``deep_recipients``: without one it is aimed at the nearest name below its objects at which a preposition aims ("mobilised for a war
    against Iraq"). ``lone_sectors``: an actor without a recipient is enough only if of one of these sectors ("rebels attacked").
    ``aimed_by``: without one it is aimed at whom an act of one of these types, told as its purpose, is aimed at
    ("blocked roads to demand aid from Lima"). ``shares_recipients``: without one it is aimed at whom its subject is told to act against first.
    ``scene_modifiers``: a town before its noun is where it took place, not who did it ("the El Paso shooting").
    ``one_act``: joined verbs with one subject tell one act ("the lorry overturned and leaked").
    ``crowds``: of who does it a number tells enough ("tens of thousands marched").
    ``decided_modes``: in these it is done as soon as somebody decides upon it ("decided to cut ties").
    """

    event_type: str
    governs: bool = False
    wishes: bool = False
    promises: bool = False
    warns: bool = False
    strikes: bool = False
    mutual: bool = False
    deep_recipients: bool = False
    lone_sectors: tuple[str, ...] = ()
    aimed_by: tuple[str, ...] = ()
    shares_recipients: bool = False
    scene_modifiers: bool = False
    one_act: bool = False
    crowds: bool = False
    decided_modes: frozenset[str] = frozenset()
    content_modes: dict[str, str] = Field(default_factory=dict)
    content_types: dict[str, str] = Field(default_factory=dict)
    content_role: ContentRole | None = None
    group: tuple[Group, ...] = Field(min_length=1)


class NounClasses(Table):
    """``nouns.toml``: lemmas that entries use together, by the name they use ("@weapons")."""

    classes: dict[str, frozenset[str]]
