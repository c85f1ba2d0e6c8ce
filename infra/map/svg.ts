import type { Box, Layout, Point } from './layout.ts';

/** The map as a picture that stands alone, in light and in dark. */
export function toSvg(title: string, { width, height, namespaces, places, links }: Layout): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${text(title)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...namespaces.map(
      (box) =>
        `<rect class="namespace" ${at(box)} rx="12"/>${words(box.name, box.x + 24, box.y + 27, 'title')}`,
    ),
    ...links.map(({ link, points }) => line(points, link.kind)),
    ...places.map(({ place, ...box }) => {
      const middle = box.x + box.width / 2;
      return [
        place.kind === 'data'
          ? cylinder(box)
          : `<rect class="${place.kind}" ${at(box)} rx="${place.kind === 'people' ? 26 : 8}"/>`,
        words(place.name, middle, box.y + (place.kind === 'data' ? 27 : 23), 'name'),
        words(place.detail, middle, box.y + (place.kind === 'data' ? 43 : 40), 'detail'),
      ].join('');
    }),
    ...links.map(({ link, label }) => (label ? labelled(link.label, label) : '')),
    '</svg>\n',
  ].join('\n');
}

const STYLE = `
text { font: 13px ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; fill: #1c2430; text-anchor: middle }
.title { font-weight: 600; fill: #5b6675; text-anchor: start }
.name { font-weight: 600; font-size: 14px }
.detail, .label { font-size: 11px; fill: #5b6675 }
.page { fill: #ffffff }
.namespace { fill: #f5f7fa; stroke: #d5dce5 }
.pods { fill: #e3f1ea; stroke: #2f855a }
.data { fill: #fdf1dc; stroke: #b7791f }
.others { fill: #ffffff; stroke: #8a95a5; stroke-dasharray: 5 3 }
.people { fill: #e4ecfb; stroke: #3b66c4 }
.network, .to-data { fill: none; stroke: #6b7686; stroke-width: 1.4 }
.to-data { stroke: #b7791f; stroke-dasharray: 2 3 }
.tip { fill: #6b7686 }
.paper { fill: #ffffff; fill-opacity: .88 }
@media (prefers-color-scheme: dark) {
  text { fill: #e8edf4 } .title, .detail, .label { fill: #a3afbf }
  .page, .others, .paper { fill: #12161c } .namespace { fill: #191f28; stroke: #333d4b }
  .pods { fill: #16352a; stroke: #4caf82 } .data { fill: #3a2c12; stroke: #d69e2e } .people { fill: #1c2b4a; stroke: #7aa2f7 }
  .network { stroke: #8a95a5 } .tip { fill: #8a95a5 }
}`;

function at({ x, y, width, height }: Box): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}

function words(content: string, x: number, y: number, kind: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${text(content)}</text>`;
}

function labelled(content: string, box: Box): string {
  return `<rect class="paper" ${at(box)} rx="4"/>${words(content, box.x + box.width / 2, box.y + 12, 'label')}`;
}

/** With round corners, so that the eye can follow it through a crossing. */
function line(points: readonly Point[], kind: 'network' | 'data'): string {
  const [first, ...rest] = points as readonly [Point, ...Point[]];
  const corners = rest.slice(0, -1).map((corner, index) => {
    const into = towards(corner, points[index] as Point);
    const out = towards(corner, points[index + 2] as Point);
    return `L${into.x} ${into.y}Q${corner.x} ${corner.y} ${out.x} ${out.y}`;
  });
  const last = points.at(-1) as Point;
  const path = `M${first.x} ${first.y}${corners.join('')}L${last.x} ${last.y}`;
  return kind === 'data'
    ? `<path class="to-data" d="${path}"/>`
    : `<path class="network" d="${path}" marker-end="url(#tip)"/>`;
}

const RADIUS = 8;

function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(RADIUS, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function cylinder({ x, y, width, height }: Box): string {
  const [rx, ry] = [width / 2, 6];
  const top = y + ry;
  const bottom = y + height - ry;
  const side = `M${x} ${top}A${rx} ${ry} 0 0 1 ${x + width} ${top}V${bottom}A${rx} ${ry} 0 0 1 ${x} ${bottom}Z`;
  return `<path class="data" d="${side}"/><path class="data" d="M${x} ${top}A${rx} ${ry} 0 0 0 ${x + width} ${top}"/>`;
}

function text(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
