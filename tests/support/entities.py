"""The entities of a text, for tests of the entities stage."""

from dataclasses import dataclass
from datetime import UTC, datetime

from spacy.language import Language

from pipeline.gazetteer import Gazetteer
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of
from schemas.entity import Entity

JULY_2021 = datetime(2021, 7, 13, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFinder:
    """Finds the entities of one text after another; the model and the gazetteer are loaded once."""

    nlp: Language
    gazetteer: Gazetteer

    def __call__(self, text: str, published_at: datetime | None = JULY_2021) -> tuple[Entity, ...]:
        """The entities of *text*, as an article published then."""
        with self.nlp.memory_zone():
            words = words_of(self.nlp(text))
            return find_entities(words, self.gazetteer, article_id="a", published_at=published_at)


def told(entity: Entity) -> tuple[str, str, str | None, str | None]:
    """What *entity* is: label, name, country, sector."""
    return entity.label, entity.name, entity.country, entity.sector


def named(entities: tuple[Entity, ...], name: str) -> Entity:
    """The one of that *name*."""
    found = [entity for entity in entities if entity.name == name]
    assert len(found) == 1, [told(entity) for entity in entities]
    return found[0]
