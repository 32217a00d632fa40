"""UCDP's own names and numbers, as far as its published lists tell them: actors, dyads, regions."""

import csv
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.actor_data import load_backbone
from counterclaim.knowledge.data_files import load_data

CIVILIANS_ID = 1  # side b of one-sided violence
UcdpRegion = Literal["Africa", "Americas", "Asia", "Europe", "Middle East"]
DyadType = Literal["state", "nonstate", "type"]
_GOVERNMENT = "Government of "


class _Regions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: str
    acled: dict[str, tuple[str, ...]]
    ucdp_of: dict[str, UcdpRegion]
    ucdp: dict[str, UcdpRegion]


@lru_cache(maxsize=1)
def _names() -> dict[int, str]:
    return {row.ucdp_id: row.name for row in load_backbone()}


@lru_cache(maxsize=1)
def _dyads() -> dict[tuple[int, int, str], int]:
    path = files("counterclaim.knowledge") / "data" / "ucdp_dyads.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    found: dict[tuple[int, int, str], int] = {}
    for row in rows:
        a, b = sorted((int(row["a"]), int(row["b"])))
        found[a, b, row["type"]] = int(row["dyad"])
    return found


@lru_cache(maxsize=1)
def _regions() -> tuple[dict[str, str], dict[str, UcdpRegion]]:
    data = load_data("regions.yaml", _Regions)
    acled: dict[str, str] = {}
    for region, countries in data.acled.items():
        if region not in data.ucdp_of:
            raise DataError(f"regions.yaml: {region}: no UCDP region of it")
        for country in countries:
            if acled.setdefault(country, region) != region:
                raise DataError(f"regions.yaml: {country} stands in two regions")
    return acled, {c: data.ucdp.get(c, data.ucdp_of[region]) for c, region in acled.items()}


def actor_name(ucdp_id: int) -> str | None:
    """Return the name that UCDP has for an actor of its list."""
    return _names().get(ucdp_id)


def country_name(government_id: int) -> str | None:
    """Return UCDP's name of the country whose government has this number ("DR Congo (Zaire)")."""
    name = _names().get(government_id)
    return name.removeprefix(_GOVERNMENT) if name and name.startswith(_GOVERNMENT) else None


def dyad_id(one: int, other: int, type: Literal["state", "nonstate"]) -> int | None:
    """Return the number of the dyad of two of UCDP's actors, None where its list has none of this type."""
    a, b = sorted((one, other))
    return _dyads().get((a, b, type))


def ucdp_region(country: str) -> UcdpRegion | None:
    """Return UCDP's region of a country (ISO3)."""
    return _regions()[1].get(country)


def acled_region(country: str) -> str | None:
    """Return ACLED's region of a country (ISO3)."""
    return _regions()[0].get(country)
