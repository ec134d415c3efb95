"""Which language a text is in, and when the producer's word counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.cleaning.language import canonical_tag, tell_language

_ENGLISH = (
    "The government in Kyiv said on Monday that Foreign Minister Dmytro Kuleba would meet Mevlut"
    " Cavusoglu and Sergei Lavrov in Antalya. Officials in Ouagadougou, Antananarivo and Ulaanbaatar"
    " welcomed the talks, which President Recep Tayyip Erdogan called a step towards peace. The"
    " opposition leader, Jean-Pierre Bemba, told reporters in Kisangani that nothing had changed."
)
_GERMAN = (
    "Die Bundesregierung hat am Montag in Berlin beschlossen, die Hilfe f\u00fcr die Ukraine zu erh\u00f6hen."
    " Der Kanzler sagte, das Paket solle noch im Dezember vom Bundestag verabschiedet werden. Die"
    " Opposition kritisierte die Pl\u00e4ne als unzureichend und verlangte eine Sondersitzung des"
    " Parlaments. Die Gewerkschaften riefen f\u00fcr Mittwoch zu Protesten in mehreren St\u00e4dten auf."
)
_SPANISH = (
    "El Gobierno anunci\u00f3 el lunes en Madrid que aumentar\u00e1 la ayuda a los afectados por las"
    " inundaciones. El presidente dijo que el decreto ser\u00e1 aprobado antes de fin de a\u00f1o y que los"
    " alcaldes recibir\u00e1n el dinero directamente. La oposici\u00f3n critic\u00f3 el plan y pidi\u00f3 la"
    " comparecencia del ministro del Interior. Los sindicatos convocaron una huelga para el mi\u00e9rcoles."
)


@pytest.mark.parametrize(
    ("text", "language"), [(_ENGLISH, "en"), (_GERMAN, "de"), (_SPANISH, "es")]
)
@pytest.mark.parametrize("hint", [None, "en", "de", "es", "zh-Hant", "und"])
def test_a_long_text_speaks_for_itself(text: str, language: str, hint: str | None) -> None:
    assert tell_language(text, hint) == language


@pytest.mark.parametrize(
    "headline",
    [
        "FLASH: QUAKE HITS CHILE",
        "QUAKE HITS CHILE - OFFICIALS",
        "Protesters clash with police in Nairobi",
        "Togo, Ghana sign up to a West African customs pact in Lome",
        "Rebels attack the town of Goma, killing 12 people",
        "Retired lighthouse keeper wins the national prize for nature writing",
    ],
)
@pytest.mark.parametrize("hint", [None, "en"])
def test_short_english_is_english(headline: str, hint: str | None) -> None:
    assert tell_language(headline, hint) == "en"


@pytest.mark.parametrize("text", ["Putin in Minsk", "Sultan Qaboos of Oman dies", "OK", "Macron visits Beijing"])  # fmt: skip
@pytest.mark.parametrize(("hint", "language"), [(None, None), ("en-GB", "en-GB"), ("fr", "fr")])
def test_a_text_too_short_to_tell_is_in_the_language_the_producer_says(
    text: str, hint: str | None, language: str | None
) -> None:
    assert tell_language(text, hint) == language


def test_a_short_text_the_model_is_sure_of_beats_the_hint() -> None:
    assert tell_language("Bonjour le monde", "en") == "fr"


@pytest.mark.parametrize(
    ("hint", "language"),
    [("en-GB", "en-GB"), ("EN_us", "en-US"), ("eng", "en"), ("english", "en"), ("de-AT", "en")],
)
def test_the_hint_keeps_its_region_where_the_language_agrees(hint: str, language: str) -> None:
    assert tell_language(_ENGLISH, hint) == language


@pytest.mark.parametrize("text", ["", "12345", "!!! 24/7 ...", "\U0001f600", "\ud800"])
def test_a_text_without_letters_has_the_language_of_the_hint(text: str) -> None:
    assert tell_language(text, "en-GB") == "en-GB"
    assert tell_language(text, None) is None


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("EN-gb", "en-GB"), ("zh_hant_tw", "zh-Hant-TW"), ("es-419", "es-419"), ("und", None),
        ("zxx", None), ("", None), (" ", None), (None, None), ("eng-GB", "en-GB"),
    ],
)  # fmt: skip
def test_tags_are_written_as_bcp_47_wants(tag: str | None, canonical: str | None) -> None:
    assert canonical_tag(tag) == canonical


@given(st.text(), st.sampled_from([None, "en", "de-AT"]))
def test_any_text_is_in_some_language_or_none(text: str, hint: str | None) -> None:
    language = tell_language(text, hint)

    assert language is None or canonical_tag(language) == language
