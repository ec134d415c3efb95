"""Parsed sentences written down by hand."""

from pipeline.values import ParsedToken


def parsed(text: str, written: str, *, start: int = 0) -> tuple[ParsedToken, ...]:
    """The tokens of a sentence of *text* that begins at *start*: ``WORD POS RELATION HEAD``, parted by commas.

    A word is looked for in *text* after the one before it; ``lemma=word`` gives a lemma that differs, and
    ``word+particle`` a particle. A head is the first word of the sentence that is written so.
    """
    rows = [row.split() for row in written.split(", ")]
    words = [row[0].partition("=")[2] or row[0].partition("+")[0] for row in rows]
    tokens = []
    for place, (given, pos, relation, head) in enumerate(rows):
        word = words[place]
        start = text.index(word, start)
        lemma = given.partition("=")[0] if "=" in given else word.lower()
        tokens.append(
            ParsedToken(
                text=word,
                start_char=start,
                end_char=start + len(word),
                lemma=lemma.partition("+")[0],
                pos=pos,
                relation=relation,
                head=words.index(head),
                particle=given.partition("=")[0].partition("+")[2],
            )
        )
        start += len(word)
    return tuple(tokens)
