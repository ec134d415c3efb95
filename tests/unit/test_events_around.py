"""Who acts and suffers, told by words around the act: the clause about it, the row it ends, what carries it, who may avert it."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "Kurdish rebels were behind the raid which killed four Turkish soldiers.",
            ("ASSAULT", ["Kurdish rebels"], ["Turkish soldiers"]),
        ),
        (
            "Ethiopia answered with an air strike on a market that killed nine Eritrean traders.",
            ("ASSAULT", ["Ethiopia"], ["Eritrean traders"]),
        ),
        (
            "Palestinian gunmen launched an attack on a checkpoint that killed two Israeli soldiers.",
            ("ASSAULT", ["Palestinian gunmen"], ["checkpoint", "Israeli soldiers"]),
        ),
        (
            "In Chad, six villagers were killed and 12 others wounded by rebel gunfire.",
            ("ASSAULT", ["rebel"], ["villagers", "12 others"]),
        ),
        (
            "Four Kenyan villagers were killed by raiders who attacked their homes.",
            ("ASSAULT", ["raiders"], ["Kenyan villagers"]),
        ),
        (
            "In Yemen, two soldiers were killed and a third injured in a raid by rebels.",
            ("ASSAULT", ["rebels"], ["soldiers", "third"]),
        ),
        (
            "Six Somali civilians were killed and ten injured when Ethiopian troops shelled a market.",
            ("ASSAULT", ["Ethiopian troops"], ["Somali civilians", "ten"]),
        ),
        (
            "The Danish reporter was kidnapped with two Afghan colleagues in Kabul.",
            ("ASSAULT", [], ["Danish reporter", "Afghan colleagues"]),
        ),
        (
            "In Kuwait, a policeman, a suspected militant and a Saudi trader were killed on Monday.",
            ("ASSAULT", [], ["policeman", "suspected militant", "Saudi trader"]),
        ),
        (
            "Somali pirates opened fire on the fisherman's boat on Monday.",
            ("ASSAULT", ["Somali pirates"], ["fisherman"]),
        ),
        (
            "Iranian officials say the navy seized a boat containing eight British sailors.",
            ("COERCE", ["navy"], ["British sailors"]),
        ),
        (
            "A Peruvian jet crashed into the sea on Monday with 90 people on board.",
            ("ACCIDENT", [], ["people"]),
        ),
        (
            "A boat carrying ten migrants sank off Malta.",
            ("ACCIDENT", [], ["migrants"]),
        ),
        (
            "Peru imposed a curfew on the rest of the Iraqi capital.",
            ("COERCE", ["Peru"], ["Iraqi capital"]),
        ),
        (
            "Peru's army launched an offensive in May aimed at driving rebels from the coast.",
            ("ASSAULT", ["Peru's army"], ["rebels"]),
        ),
        (
            "Peru's army launched a raid aimed at freeing the hostages.",
            ("ASSAULT", ["Peru's army"], []),
        ),
        (
            "The Swiss government froze assets held by the Libyan leader.",
            ("SANCTION", ["Swiss government"], ["Libyan leader"]),
        ),
        (
            "Turkish jets attacked the Iraqi town of Sidakan.",
            ("ASSAULT", ["Turkish jets"], ["Sidakan"]),
        ),
        (
            "Poland warned that unless Croatia surrenders the general, the European Union will not open the talks.",
            ("THREATEN", ["Poland"], ["Croatia"]),
        ),
        (
            "Hezbollah vowed to avenge the killing of its commander by Israeli forces.",
            ("THREATEN", ["Hezbollah"], ["Israeli forces"]),
        ),
        (
            "Bishop Desmond Tutu wrote a letter to the Zimbabwean president, demanding the release of a journalist.",
            ("REQUEST", ["Bishop Desmond Tutu"], ["Zimbabwean president"]),
        ),
        (
            "Norway urged both sides in Sri Lanka to return to talks.",
            ("REQUEST", ["Norway"], ["sides"]),
        ),
        (
            "Judge Baltasar Garzon of Spain charged the eight with providing fake papers.",
            ("ACCUSE", ["Judge Baltasar Garzon"], ["eight"]),
        ),
        (
            "Russia joined China in condemning the United States.",
            ("ACCUSE", ["Russia", "China"], ["United States"]),
        ),
        (
            "Polish President Andrzej Duda will visit Kyiv on Monday for talks with Ukrainian leaders.",
            ("AGREE", ["Polish President Andrzej Duda"], ["Kyiv", "Ukrainian leaders"]),
        ),
        (
            "President Evo Morales of Bolivia is in Paris for talks with French officials.",
            ("CONSULT", ["President Evo Morales"], ["French officials"]),
        ),
    ],
)
def test_who_takes_part_is_told_around_the_act(code: Code, sentence: str, event: Told) -> None:
    assert [told(each) for each in code(sentence)] == [event]


@pytest.mark.parametrize(
    "sentence",
    [
        "Syrian troops foiled an attack on Homs by Kurdish rebels.",
        "Jordanian police foiled a plot to bomb the Israeli embassy.",
        "In Cairo, officials said that neither government has ratified the treaty with Oman.",
        "The Turkish president expects the Syrian rebels to release the hostages.",
        "The Kenyan party looks set to win the election.",
        "The Danish pullout depends on negotiations between the Iraqi government and the rebels.",
    ],
)
def test_what_is_foiled_expected_or_of_nobody_is_not_told(code: Code, sentence: str) -> None:
    assert code(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "Maltese fishermen rescued migrants whose boat sank on Monday.",
            ("ACCIDENT", [], ["migrants"]),
        ),
        (
            "Ten miners were rescued after a tunnel collapsed in Peru.",
            ("ACCIDENT", [], ["miners"]),
        ),
        (
            "The US envoy met with Peru's president and called for an end to the fighting.",
            ("REQUEST", ["US envoy"], ["Peru's president"]),
        ),
    ],
)
def test_who_takes_part_is_told_by_the_act_before(code: Code, sentence: str, event: Told) -> None:
    assert told(code(sentence)[-1]) == event


def test_the_kind_of_an_act_is_not_its_doer(code: Code) -> None:
    events = code("A terrorist attack killed four policemen in Kashmir on Monday.")

    assert [told(event) for event in events] == [("ASSAULT", [], ["policemen"])]


def test_what_a_number_counts_within_a_word_is_nobody(code: Code) -> None:
    events = code("China announced on Monday that the six-party talks have been postponed.")

    assert [recipient.text for event in events for recipient in event.recipients] == []
