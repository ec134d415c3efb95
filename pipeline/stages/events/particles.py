"""Where the parser takes the particle of a verb for a preposition of the phrase behind it."""

from collections.abc import Sequence

# "Out of" alone: before other pairs of prepositions the first is read as an adverb ("backed away from the deal").
_OUT, _OF = "out", "of"


def mend_particles(
    heads: list[int], relations: list[str], pos: Sequence[str], words: Sequence[str]
) -> None:
    """Hang "out" on its verb where "of" follows ("pulled out of the pact"). Linear in the text."""
    for out, of in zip(range(len(words)), range(1, len(words)), strict=False):
        if words[out] != _OUT or words[of] != _OF or relations[out] != "case":
            continue
        phrase = heads[out]
        verb = heads[phrase]
        one_phrase = relations[phrase] == "obl" and heads[of] in {out, phrase}
        if pos[verb] == "VERB" and verb < out < phrase and one_phrase:
            heads[out], relations[out] = verb, "compound:prt"
            heads[of], relations[of] = phrase, "case"
