"""How links are judged against gold chains."""

from pathlib import Path

import pytest

from pipeline.quality.coreference import LinkCounts, count_links, main, read_gold, report
from pipeline.values import CoreferenceLink
from schemas.entity import Entity, Mention

# "Ada Lund left. She and Tom slept." in the corpus's columns.
ROWS = [
    "# newdoc",
    "# sent_id = GUM_news_made-1",
    "1\tAda\tAda\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-1",
    "2\tLund\tLund\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)",
    "3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No",
    "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_",
    "",
    "# sent_id = GUM_news_made-2",
    "1\tShe\tshe\tPRON\tPRP\t_\t4\tnsubj\t_\tEntity=(2-person(1-person-giv-1)",
    "2\tand\tand\tCCONJ\tCC\t_\t3\tcc\t_\t_",
    "3\tTom\tTom\tPROPN\tNNP\t_\t1\tconj\t_\tEntity=(3-person-new-1)2)",
    "4\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No",
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_",
    "",
]
SNIPPET = "\n".join(row.replace("\t_\tEntity", "\t_\tEntity") for row in ROWS)
ADA = Entity(
    id="ada",
    name="Ada Lund",
    label="PERSON",
    mentions=(Mention(start_char=0, end_char=8, text="Ada Lund"),),
)
TOM = Entity(
    id="tom",
    name="Tom",
    label="PERSON",
    mentions=(Mention(start_char=23, end_char=26, text="Tom"),),
)


def counted(entity_id: str) -> LinkCounts:
    (gold,) = read_gold(SNIPPET)
    link = CoreferenceLink(start_char=15, end_char=18, entity_ids=(entity_id,), rule="made")
    counts = LinkCounts()
    count_links(gold, [ADA, TOM], [link], counts)
    return counts


def test_a_document_is_read_as_running_text_with_its_chains() -> None:
    (gold,) = read_gold(SNIPPET)

    assert gold.text == "Ada Lund left. She and Tom slept."
    chains = {gold.text[mention.start : mention.end]: mention.chain for mention in gold.mentions}
    assert chains == {"Ada Lund": "1", "She": "1", "She and Tom": "2", "Tom": "3"}
    assert list(read_gold(SNIPPET, ("GUM_voyage",))) == []


def test_a_link_into_the_chain_is_right_and_another_wrong() -> None:
    right = counted("ada")
    assert (right.right["made"], right.wrong["made"]) == (1, 0)
    assert (right.found["pronouns"], right.findable["pronouns"]) == (1, 1)

    wrong = counted("tom")
    assert (wrong.right["made"], wrong.wrong["made"]) == (0, 1)


def test_the_report_gives_a_line_a_rule() -> None:
    assert "made                      1      1     100.0%" in report(counted("ada"))


def test_without_the_corpus_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 0
    assert "Coreference is not tested" in capsys.readouterr().err
