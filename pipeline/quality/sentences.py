"""Single sentences through the flow, each as an article of its own."""

from pipeline.flow import Explanation, Flow
from schemas.codec import article_from_json


def explain_sentence(
    flow: Flow, sentence: str, *, published_at: str | None = None, key: str = "sentence"
) -> Explanation:
    """What each stage made of *sentence*. It is taken for English, so that no guess of its language hides an event.

    Raises schemas.errors.UndecodableMessage.
    """
    fields = {"id": key, "body": sentence, "language": "en"}
    if published_at:
        fields["published_at"] = published_at
    return flow.explain(article_from_json(fields, limits=flow.limits.article).article)
