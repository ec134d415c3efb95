"""One spelling for names that differ in accents, apostrophes, hyphens or white space only."""

import unicodedata

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "ʼ": "'",
        "‑": "-",
        "–": "-",
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
    }
)


def fold(text: str) -> str:
    """*text* without accents, with plain apostrophes and hyphens; capitals stay. Costs linear time."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
