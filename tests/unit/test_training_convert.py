"""The corpora as a whole: where they come from, and what re3d's descriptions become."""

import hashlib
import json
import lzma
from pathlib import Path

import pytest
import spacy

from pipeline.training.re3d import Re3dReader
from pipeline.training.samples import Sentence, read_sentences, write_sentences
from pipeline.training.sources import (
    Corpus,
    CorpusFile,
    CorpusFolder,
    CorpusRefused,
    Sources,
    load_sources,
)
from pipeline.training.words import load_words

TEXT = (
    "Defence Secretary Mara Lind met rebels near Tidewater on Monday.[3] "
    "The Army thanked Maj. Lind.\n\nShe praised the Tide Council."
)


def corpus_folder(root: Path, content: bytes, *, sha256: str | None = None) -> CorpusFolder:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    corpus = Corpus(
        name="harbours",
        repository="https://git.example/harbours",
        commit="0a1b2c3",
        paths=("ships.txt",),
        licence="CC BY 4.0",
        attribution="The harbour office",
        used_for="tests",
        files=(CorpusFile(path="ships.txt.xz", sha256=digest),),
    )
    return CorpusFolder(root=root, sources=Sources(corpora=(corpus,)))


def test_a_file_of_a_corpus_is_read_when_it_is_the_known_one(tmp_path: Path) -> None:
    content = lzma.compress("Ships\r\nsail – ".encode("cp1252"))
    (tmp_path / "ships.txt.xz").write_bytes(content)

    text = corpus_folder(tmp_path, content).read("ships.txt.xz", encoding="cp1252")

    assert text == "Ships\nsail – "


def test_a_missing_file_is_told_with_its_corpus_and_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(CorpusRefused, match=r"harbours lacks .*git\.example/harbours.*0a1b2c3"):
        corpus_folder(tmp_path, b"").read("ships.txt.xz")


def test_a_changed_file_is_told_with_both_digests(tmp_path: Path) -> None:
    (tmp_path / "ships.txt.xz").write_bytes(lzma.compress(b"other"))

    with pytest.raises(CorpusRefused, match=r"harbours is not the one of .* should be f{64}"):
        corpus_folder(tmp_path, b"", sha256="f" * 64).read("ships.txt.xz")


def test_every_corpus_says_where_it_comes_from_and_under_what_licence() -> None:
    corpora = load_sources().corpora

    assert len({corpus.name for corpus in corpora}) == len(corpora) == 8
    for corpus in corpora:
        assert corpus.repository.startswith("https://github.com/")
        assert corpus.commit
        assert corpus.licence
        assert corpus.attribution
        assert all(len(file.sha256) == 64 for file in corpus.files)


def re3d_sentences(*entities: tuple[str, str, float]) -> list[Sentence]:
    """TEXT, with the entities given as type, words and confidence."""
    lines = [
        json.dumps(
            {
                "documentId": "d",
                "type": label,
                "begin": TEXT.index(words),
                "end": TEXT.index(words) + len(words),
                "confidence": confidence,
            }
        )
        for label, words, confidence in entities
    ]
    reader = Re3dReader(nlp=spacy.blank("en"), words=load_words(), label_of={"Tidewater": "LOC"})
    return list(reader.read(json.dumps({"_id": "d", "text": TEXT}), "\n".join(lines)))


def texts(sentence: Sentence) -> list[tuple[str, str]]:
    assert sentence.names is not None
    return [
        (" ".join(sentence.words[name.first : name.last]), name.label)
        for name in sentence.names.ranges
    ]


def test_running_text_is_cut_into_sentences_without_references() -> None:
    sentences = re3d_sentences()

    assert [len(sentence.words) for sentence in sentences] == [11, 7, 6]
    assert [sentence.opens_paragraph for sentence in sentences] == [True, False, True]
    assert sentences[0].words[-1] == "."


def test_of_a_person_the_name_is_kept_and_of_a_description_nothing() -> None:
    first, second, _ = re3d_sentences(
        ("Person", "Defence Secretary Mara Lind", 1),
        ("Organisation", "rebels", 1),
        ("Temporal", "on Monday", 1),
        ("Organisation", "The Army", 1),
        ("Weapon", "Maj", 1),
    )

    assert texts(first) == [("Mara Lind", "PERSON"), ("Monday", "DATE")]
    assert first.names is not None
    assert [first.words[place] for place in first.names.unknown] == [
        "Defence",
        "Secretary",
        "rebels",
        "on",
    ]
    assert texts(second) == []


def test_a_doubtful_entity_is_kept_only_where_its_type_is_known_from_elsewhere() -> None:
    first, _, third = re3d_sentences(
        ("Location", "Tidewater", 0), ("Organisation", "the Tide Council", 0)
    )

    assert texts(first) == [("Tidewater", "LOC")]
    assert texts(third) == []


def test_a_place_that_acts_is_no_organisation() -> None:
    first, *_ = re3d_sentences(("Organisation", "Tidewater", 1))

    assert texts(first) == []


def test_sentences_are_read_as_they_were_written(tmp_path: Path) -> None:
    sentences = re3d_sentences(("Location", "Tidewater", 1))
    path = tmp_path / "re3d.jsonl"

    count = write_sentences(path, sentences)

    assert count == 3
    assert list(read_sentences(path)) == sentences
