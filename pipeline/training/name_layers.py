"""From the names that a corpus marks to the six types of the model, and to what stays open."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.training.bio import TaggedSentence
from pipeline.training.samples import NamedRange, NameLayer
from pipeline.training.words import ConversionWords


def name_layer(
    words: Sequence[str],
    ranges: Iterable[NamedRange],
    unknown: Iterable[int],
    *,
    unannotated: tuple[str, ...] = (),
    demonyms: frozenset[str] = frozenset(),
) -> NameLayer:
    """The layer of these names, in the order of the text.

    Where NORP is unannotated, a person or an organisation whose whole text is in *demonyms* (small letters)
    is unknown in place of wrong: such corpora have no other type for a people.
    """
    kept: list[NamedRange] = []
    places = set(unknown)
    for name in sorted(ranges, key=lambda name: name.first):
        text = " ".join(words[name.first : name.last]).lower()
        span = range(name.first, name.last)
        if "NORP" in unannotated and name.label in ("PERSON", "ORG") and text in demonyms:
            places.update(span)
        else:
            kept.append(name)
    places.difference_update(place for name in kept for place in range(name.first, name.last))
    return NameLayer(ranges=tuple(kept), unknown=tuple(sorted(places)), unannotated=unannotated)


def mapped_layer(
    sentence: TaggedSentence,
    label_of: Mapping[str, str],
    words: ConversionWords,
    *,
    unannotated: tuple[str, ...],
    demonyms: frozenset[str],
    forgive_demonyms: bool,
) -> NameLayer:
    """The layer of *sentence* with its labels renamed; names of other labels are unknown words.

    So are words that may be of a date or of a people. With *forgive_demonyms*, marked demonyms are, too.
    """
    known = [name for name in sentence.ranges if name.label in label_of]
    unknown = {
        place
        for name in sentence.ranges
        if name.label not in label_of
        for place in range(name.first, name.last)
    }
    unknown.update(
        place
        for place, word in enumerate(sentence.words)
        if words.dates.may_hold(word) or word.lower() in demonyms
    )
    return name_layer(
        sentence.words,
        [
            NamedRange(first=name.first, last=name.last, label=label_of[name.label])
            for name in known
        ],
        unknown,
        unannotated=unannotated,
        demonyms=demonyms if forgive_demonyms else frozenset(),
    )
