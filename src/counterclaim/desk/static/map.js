// The map: Natural Earth's countries and the places of incidents, drawn by MapLibre without any server of tiles.
// How finely a place is known is drawn as the area within which it lies; a place that is only a country tints it.

import { LngLatBounds, Map, NavigationControl, Popup, setWorkerUrl } from "./vendor/maplibre-gl.mjs";

setWorkerUrl(new URL("./vendor/maplibre-gl-worker.mjs", import.meta.url).href);

const WITHIN = { 2: 25, 3: 40, 4: 120, 5: 150, 7: 100 }; // kilometres, by UCDP's where_prec
const KNOWN = {
  1: "the exact place", 2: "within 25 km", 3: "its district", 4: "its province or region",
  5: "along a line, or an area without bounds", 6: "somewhere in the country", 7: "at sea or in the air",
};
const dark = matchMedia("(prefers-color-scheme: dark)");

let world;
let current;

const colors = () => {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    sea: of("--sea"), land: of("--land"), border: of("--border"), dot: of("--dot"), hot: of("--hot"), area: of("--dot"),
    paper: of("--paper"),
  };
};

function circle(lon, lat, km) {
  const ring = [];
  for (let i = 0; i <= 64; i++) {
    const a = (i / 64) * 2 * Math.PI;
    const dy = (km / 111.2) * Math.sin(a);
    const dx = (km / (111.2 * Math.max(Math.cos((lat * Math.PI) / 180), 0.05))) * Math.cos(a);
    ring.push([lon + dx, lat + dy]);
  }
  return ring;
}

const collection = (features) => ({ type: "FeatureCollection", features });

function places(spots) {
  return collection(spots.map((s, i) => ({
    type: "Feature", id: i, geometry: { type: "Point", coordinates: [s.lon, s.lat] },
    properties: { i, size: 4 + Math.min(Math.sqrt(s.best) * 1.6, 30), hot: s.contested > 0, vague: s.where_prec > 1 },
  })));
}

function areas(spots) {
  const drawn = spots.filter((s) => WITHIN[s.where_prec]);
  return collection(drawn.map((s) => ({
    type: "Feature", properties: { hot: s.contested > 0 },
    geometry: { type: "Polygon", coordinates: [circle(s.lon, s.lat, WITHIN[s.where_prec])] },
  })));
}

function about(spot, given) {
  const box = document.createElement("div");
  const add = (tag, words, to = box) => {
    const el = document.createElement(tag);
    el.textContent = words;
    to.append(el);
    return el;
  };
  add("bdi", spot.name, add("h3", ""));
  if (spot.incidents > 1 || spot.best || spot.high) {
    const n = (v) => v.toLocaleString("en");
    add("p", `killed: best ${n(spot.best)}, low ${n(spot.low)}, high ${n(spot.high)}`);
  }
  add("p", `place known to be: ${KNOWN[spot.where_prec] ?? "unknown"}`).className = "about";
  if (spot.contested) add("p", spot.incidents > 1 ? `${spot.contested} contested` : "contested").className = "hot";
  const params = new URLSearchParams(given);
  params.delete("page");
  params.set("place", spot.name);
  if (spot.only || spot.incidents > 1) {
    const link = add("a", spot.only ? "Open the incident" : `Show its ${spot.incidents} incidents`, add("p", ""));
    link.href = spot.only ? `/incident/${encodeURIComponent(spot.only)}` : `/?${params}`;
  }
  return box;
}

export async function draw(box, { spots, given }) {
  current?.remove();
  current = undefined;
  let drawn;
  try {
    world ??= await (await fetch(new URL("./vendor/countries.json", import.meta.url))).json();
    drawn = new Map({
      container: box, style: styled(colors(), spots), attributionControl: false, fadeDuration: 0, maxZoom: 10,
      renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: true,
      center: [15, 15], zoom: 0.6,
    });
  } catch {
    box.classList.add("unmade");
    box.textContent = "This browser cannot draw the map; the list below has every place.";
    return;
  }
  current = drawn;
  drawn.addControl(new NavigationControl({ showCompass: false }), "top-right");
  frame(drawn, spots, box);
  drawn.once("idle", () => { box.dataset.drawn = "yes"; performance.mark("map-drawn"); });
  dark.addEventListener("change", () => { if (current === drawn) drawn.setStyle(styled(colors(), spots)); });
  if (box.dataset.map !== "overview") return;
  const popup = new Popup({ closeButton: true, maxWidth: "280px" });
  drawn.on("click", "dots", (event) => {
    const spot = spots[event.features[0].properties.i];
    popup.setLngLat([spot.lon, spot.lat]).setDOMContent(about(spot, given)).addTo(drawn);
  });
  drawn.on("mouseenter", "dots", () => { drawn.getCanvas().style.cursor = "pointer"; });
  drawn.on("mouseleave", "dots", () => { drawn.getCanvas().style.cursor = ""; });
}

function frame(drawn, spots, box) {
  if (!spots.length) return;
  const bounds = new LngLatBounds();
  for (const s of spots) {
    const km = s.where_prec === 6 ? 500 : Math.max(WITHIN[s.where_prec] ?? 0, 60);
    for (const point of circle(s.lon, s.lat, km)) bounds.extend([point[0], Math.max(Math.min(point[1], 84), -84)]);
  }
  drawn.fitBounds(bounds, { padding: 36, maxZoom: box.dataset.map === "overview" ? 6 : 6.5, animate: false });
}

function styled(c, spots) {
  const whole = [...new Set(spots.filter((s) => s.where_prec === 6 && s.country).map((s) => s.country))];
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: world },
      areas: { type: "geojson", data: areas(spots) },
      places: { type: "geojson", data: places(spots) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c.sea } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": c.land, "fill-antialias": true } },
      {
        id: "whole", type: "fill", source: "world", filter: ["in", ["get", "iso3"], ["literal", whole]],
        paint: { "fill-color": c.area, "fill-opacity": 0.13 },
      },
      { id: "borders", type: "line", source: "world", paint: { "line-color": c.border, "line-width": 0.8 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": c.area, "fill-opacity": 0.12 } },
      {
        id: "edges", type: "line", source: "areas",
        paint: { "line-color": ["case", ["get", "hot"], c.hot, c.dot], "line-width": 1, "line-dasharray": [2, 3] },
      },
      {
        id: "dots", type: "circle", source: "places",
        paint: {
          "circle-radius": ["get", "size"],
          "circle-color": c.dot,
          "circle-opacity": ["case", ["get", "vague"], 0.28, 0.72],
          "circle-stroke-color": ["case", ["get", "hot"], c.hot, c.paper],
          "circle-stroke-width": ["case", ["get", "hot"], 2.2, 1],
        },
      },
    ],
  };
}
