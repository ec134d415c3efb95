"""Tells which language a text is written in, offline: py3langid's model comes in its wheel."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# The model reads byte by byte in Python, and its answer is settled long before this.
_SAMPLE_CHARS = 5_000
# Of 295 Wikinews articles cut to 500 characters the model calls none something else than English,
# of those cut to 60 it does 20: foreign names weigh more. From here on its answer stands alone.
_MIN_LETTERS = 300
# Short English that is misread scores 0.1 to 0.7 (0.8 for the creole below): less than this and the
# producer, who knows the desk the text is from, is believed rather than the model.
_SURE = 0.8
# Without a hint an even chance will do; below it the language cannot be told.
_LIKELY = 0.5
# Nigerian Pidgin shares English's words: most misread headlines go to it; long texts do not.
_TAKEN_FOR_ENGLISH = "pcm"
# The model's name for what is in no language.
_NO_LANGUAGE = "zxx"
# Wu and Cantonese, written as Chinese is: the model tells them apart by chance.
_CHINESE = frozenset({"wuu", "yue"})
_NO_LANGUAGE_TAGS = frozenset({"und", "mul", "mis", "zxx"})
# ISO 639-2 and the plain word, which feeds use for "en".
_ENGLISH = frozenset({"eng", "english"})


def tell_language(text: str, hint: str | None) -> str | None:
    """The language of *text* as a BCP 47 tag, or None where it cannot be told.

    *hint* is what the producer says; where the model agrees, "en-GB" keeps its region. Where they
    differ the model wins if it is sure (0.8; 0.5 in texts of 300 letters or more), else the hint.
    Without a hint an even chance (0.5) will do.
    """
    told = canonical_tag(hint)
    sample = text[:_SAMPLE_CHARS]
    letters = [character for character in sample if character.isalpha()]
    if not letters:
        return told
    code, share = _classify(sample, letters, short=len(letters) < _MIN_LETTERS)
    code = "zh" if code in _CHINESE else code
    if code == _NO_LANGUAGE:
        return told
    if told is not None and told.partition("-")[0] == code:
        return told
    if share >= _SURE or (len(letters) >= _MIN_LETTERS and share >= _LIKELY):
        return code
    if told is not None:
        return told
    return code if share >= _LIKELY else None


def canonical_tag(tag: str | None) -> str | None:
    """*tag* with BCP 47's letter case ("EN_gb" is "en-GB"); None for tags that name no language."""
    if tag is None or not tag.strip():
        return None
    base, *subtags = tag.strip().replace("_", "-").split("-")
    base = "en" if base.lower() in _ENGLISH else base.lower()
    if base in _NO_LANGUAGE_TAGS:
        return None
    return "-".join([base, *(_cased(subtag) for subtag in subtags)])


@cache
def load_identifier() -> LanguageIdentifier:
    """The model, read once per process (1 CPU second, 80 MB): call it before the first article."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _classify(sample: str, letters: list[str], *, short: bool) -> tuple[str, float]:
    capitals = sum(letter.isupper() for letter in letters)
    # The model was trained on running text: words in capitals are other words to it.
    shown = sample.lower() if capitals * 2 > len(letters) else sample
    ranking = load_identifier().rank(shown)
    code, share = ranking[0]
    if not short:
        return code, share
    shares = dict(ranking)
    english = shares["en"] + shares.get(_TAKEN_FOR_ENGLISH, 0.0)
    if code in ("en", _TAKEN_FOR_ENGLISH) or english > share:
        return "en", english
    return code, share


def _cased(subtag: str) -> str:
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 else subtag.lower()
