"""Which places go into the package, decided by ``selection.toml``."""

from collections.abc import Iterable

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.selecting import PARENTHESIS, PLAIN_NAME, Fields, plain_names, split_field
from pipeline.gazetteer.selection import PlaceChoice, Selection
from pipeline.gazetteer.tables import Place

_ABOVE_ANY_CITY = 10**9


def select_places(rows: Iterable[Fields], selection: Selection) -> list[Place]:
    """The larger cities (of one name the largest), some regions, and all named waters and ranges.

    Then the towns and provinces, and smaller places that have the name of a city.
    """
    choice = selection.places
    largest: dict[str, tuple[int, Place]] = {}
    lesser: list[tuple[int, Place]] = []
    for row in rows:
        folded = fold(PARENTHESIS.sub("", row["name"]))
        population = int(row["population"] or 0)
        is_main = row["iso3"] in choice.regions_of or population >= selection.min_city_population
        if row["kind"] in ("city", "admin1") and (not is_main or folded in choice.left_out):
            _add_lesser(lesser, row, population, choice)
            continue
        if row["kind"] == "city" and population < selection.min_city_population:
            _add_lesser(lesser, row, population, choice)
            continue
        # A region beats a city of its name: Ontario is the province.
        rank = _ABOVE_ANY_CITY if row["kind"] == "admin1" else population
        place = _place(row, row["kind"], choice)
        if place is None or folded in choice.left_out:
            continue
        if folded in largest and largest[folded][0] >= rank:
            _add_lesser(lesser, row, population, choice)
            continue
        if folded in largest:
            lesser.append((largest[folded][0], _as_town(largest[folded][1])))
        largest[folded] = (rank, place)
    kept = {
        (place.name, place.country, place.admin1): place
        for population, place in sorted(lesser, key=lambda one: one[0])
        if population >= selection.min_town_population
        or place.kind == "province"
        or (population >= selection.min_namesake_population and fold(place.name) in largest)
    }
    return [
        *(largest[name][1] for name in sorted(largest)),
        *(kept[key] for key in sorted(kept, key=lambda key: [part or "" for part in key])),
    ]


def _add_lesser(
    lesser: list[tuple[int, Place]], row: Fields, population: int, choice: PlaceChoice
) -> None:
    place = _place(row, "province" if row["kind"] == "admin1" else "town", choice)
    if place is not None:
        lesser.append((population, place))


def _as_town(place: Place) -> Place:
    return place.model_copy(update={"kind": "town" if place.kind == "city" else place.kind})


def _place(row: Fields, kind: str, choice: PlaceChoice) -> Place | None:
    name = PARENTHESIS.sub("", row["name"])
    if not PLAIN_NAME.fullmatch(name) or name[0].islower():
        return None
    return Place(
        name=name,
        alternatives=_place_names(row, choice.left_out),
        country=row["iso3"] or None,
        kind=kind,
        label=choice.labels[kind],
        admin1="" if kind in ("admin1", "province") else row["admin1"],
        latitude=round(float(row["latitude"]), 2) if row["latitude"] else None,
        longitude=round(float(row["longitude"]), 2) if row["longitude"] else None,
    )


def _place_names(row: Fields, out: frozenset[str]) -> tuple[str, ...]:
    # GeoNames lists spellings of every language; only the larger cities have known ones.
    if row["kind"] == "city" and int(row["population"] or 0) < 1_000_000:
        return ()
    names = (name for name in split_field(row["alternatives"]) if len(name) > 3)
    return plain_names(names, out | {row["name"]})[:6]
