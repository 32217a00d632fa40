"""Unpack the browser parts of the desk from npm's packages, and write down where each file comes from.

    python tools/vendor_desk.py FOLDER     the packages as `npm pack` gives them (htmx.org-2.0.11.tgz, …)

The countries of Natural Earth come as TopoJSON; the desk wants GeoJSON, so that no further client is needed.
"""

import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

import pycountry

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src/counterclaim/desk/static/vendor"
TESTS = ROOT / "tests/desk/vendor"
DECIMALS = 2  # of a degree: a kilometre, finer than the 1:50 million drawing

HTMX, MAPLIBRE, ATLAS, AXE = "htmx.org-2.0.11", "maplibre-gl-6.17.0", "world-atlas-2.0.2", "axe-core-4.14.1"
FILES = (
    (HTMX, "dist/htmx.min.js", VENDOR / "htmx.min.js", "0BSD"),
    (HTMX, "LICENSE", VENDOR / "htmx.LICENSE.txt", "0BSD"),
    (MAPLIBRE, "dist/maplibre-gl.mjs", VENDOR / "maplibre-gl.mjs", "BSD-3-Clause"),
    (MAPLIBRE, "dist/maplibre-gl-worker.mjs", VENDOR / "maplibre-gl-worker.mjs", "BSD-3-Clause"),
    (MAPLIBRE, "dist/maplibre-gl.css", VENDOR / "maplibre-gl.css", "BSD-3-Clause"),
    (MAPLIBRE, "LICENSE.txt", VENDOR / "maplibre-gl.LICENSE.txt", "BSD-3-Clause"),
    (AXE, "axe.min.js", TESTS / "axe.min.js", "MPL-2.0"),
    (AXE, "LICENSE", TESTS / "axe.LICENSE.txt", "MPL-2.0"),
)  # fmt: skip


def main(folder: Path) -> None:
    """Write all files and VENDOR.md."""
    lines = []
    for package, member, target, licence in FILES:
        data = unpacked(folder / f"{package}.tgz", f"package/{member}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if target.parent == VENDOR:
            lines.append(line(target, f"npm {package} `{member}`", licence))
    world = json.loads(unpacked(folder / f"{ATLAS}.tgz", "package/countries-50m.json"))
    countries = VENDOR / "countries.json"
    countries.write_text(json.dumps(geojson(world), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    lines.append(
        line(countries, f"npm {ATLAS} `countries-50m.json`, to GeoJSON by tools/vendor_desk.py", "public domain")
    )
    (VENDOR / "VENDOR.md").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


HEAD = """# Parts made elsewhere

Unpacked by `tools/vendor_desk.py`, not changed but for the countries. A test compares the hashes.

| file | from | licence | sha256 |
|---|---|---|---|
"""


def line(file: Path, origin: str, licence: str) -> str:
    """Return a file's row of VENDOR.md."""
    return f"| {file.name} | {origin} | {licence} | {hashlib.sha256(file.read_bytes()).hexdigest()} |"


def unpacked(package: Path, member: str) -> bytes:
    """Return one file of a package."""
    with tarfile.open(package) as archive:
        file = archive.extractfile(member)
        if file is None:
            raise SystemExit(f"{package}: no {member}")
        return file.read()


def geojson(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the countries of a TopoJSON as GeoJSON; `iso3` where the country has a number of ISO 3166."""
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        drawn = [[ring(indexes, arcs) for indexes in polygon] for polygon in polygons]
        drawn = [kept for polygon in drawn if (kept := [r for r in polygon if len(r) > 3])]
        country = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "name": geometry["properties"]["name"],
                    "iso3": country.alpha_3 if country else None,
                },
                "geometry": {"type": "MultiPolygon", "coordinates": drawn},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Return the points of an arc, which is written as steps on a grid."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((round(x * kx + dx, DECIMALS), round(y * ky + dy, DECIMALS)))
    return points


def ring(indexes: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return the ring that some arcs make, end to end; ~i is arc i backwards."""
    points: list[tuple[float, float]] = []
    for index in indexes:
        points += arcs[index] if index >= 0 else arcs[~index][::-1]
    return [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
