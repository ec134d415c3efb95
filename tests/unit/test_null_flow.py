from pipeline.flow_limits import FlowLimits
from pipeline.null_flow import MAX_EVENTS, load_null_flow
from schemas.article import Article
from schemas.codec import decode_extraction, encode
from schemas.extraction import Extraction

FLOW = load_null_flow(FlowLimits())


def code(body: str, **fields: object) -> Extraction:
    article = Article.model_validate({"id": "a1", "body": body, **fields})
    return FLOW.run(article, on_stage=lambda _: None)


def test_each_paragraph_is_an_event_whose_words_are_where_it_says() -> None:
    extraction = code("Alpha one\n\nBeta two")

    assert [event.trigger.text for event in extraction.events] == ["Alpha", "Beta"]
    for event in extraction.events:
        for span in (event.trigger, event.evidence):
            assert extraction.text[span.start_char : span.end_char] == span.text
    assert decode_extraction(encode(extraction)) == extraction


def test_a_new_version_keeps_the_events_of_the_paragraphs_it_keeps() -> None:
    first, second = code("Alpha one\n\nBeta two"), code("Gamma\n\nAlpha one", version=2)

    assert {event.id for event in first.events} & {event.id for event in second.events} == {
        first.events[0].id
    }


def test_no_article_has_more_events_than_the_bound_nor_one_twice() -> None:
    assert len(code("\n\n".join(f"line {n}" for n in range(99))).events) == MAX_EVENTS
    assert len(code("same\n\nsame").events) == 1


def test_an_article_taken_back_has_no_events() -> None:
    extraction = code("Alpha", status="canceled")

    assert (extraction.article.outcome, extraction.events) == ("canceled", ())
