import type { ElkExtendedEdge, ElkNode } from 'elkjs';
import Elk from 'elkjs/lib/elk.bundled.js';
import { namespacesOf } from './mermaid.ts';
import type { Link, Place, PlatformMap } from './model.ts';

/** Where everything is, in pixels from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly namespaces: ReadonlyArray<Box & { readonly name: string }>;
  readonly places: ReadonlyArray<Box & { readonly place: Place }>;
  readonly links: ReadonlyArray<{
    readonly link: Link;
    readonly points: readonly Point[];
    readonly label?: Box;
  }>;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From left to right along the links, namespaces as boxes around their places, lines with right angles. */
export async function layOut({ places, links }: PlatformMap): Promise<Layout> {
  const childOf = (place: Place): ElkNode => ({ id: place.id, width: widthOf(place), height: PLACE_HEIGHT });
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: [
      ...places.filter(({ namespace }) => namespace === undefined).map(childOf),
      ...namespacesOf(places).map((namespace) => ({
        id: `namespace ${namespace}`,
        layoutOptions: { 'elk.padding': '[top=44,left=24,bottom=24,right=24]' },
        children: places.filter((place) => place.namespace === namespace).map(childOf),
      })),
    ],
    edges: links.map(({ from, to, label }, index) => ({
      id: `link ${index}`,
      sources: [from],
      targets: [to],
      labels: label === '' ? [] : [{ text: label, width: label.length * 6.4 + 10, height: 16 }],
    })),
  };
  // @ts-expect-error - its types are for CommonJS, where the default export is the module
  const made: ElkNode = await new Elk().layout(graph);
  const boxes = new Map(
    made.children?.flatMap((child) => [child, ...(child.children ?? [])]).map((it) => [it.id, it]),
  );
  return {
    ...sizeOf(made),
    namespaces: namespacesOf(places).map((name) => ({ ...boxOf(boxes.get(`namespace ${name}`)), name })),
    places: places.map((place) => ({ ...boxOf(boxes.get(place.id)), place })),
    links: links.map((link, index) => routed(link, made.edges?.[index])),
  };
}

const PLACE_HEIGHT = 52;

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
  'elk.spacing.nodeNode': '22',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
};

function widthOf({ name, detail }: Place): number {
  return Math.max(96, name.length * 8.4 + 32, detail.length * 6.6 + 32);
}

function routed(link: Link, edge: ElkExtendedEdge | undefined): Layout['links'][number] {
  const [section] = edge?.sections ?? [];
  if (!section) throw new Error(`no line from ${link.from} to ${link.to}`);
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
  const [label] = edge?.labels ?? [];
  return { link, points, ...(label && { label: boxOf(label) }) };
}

function boxOf(shape: Partial<Box> | undefined): Box {
  const { x = 0, y = 0 } = shape ?? {};
  return { x, y, ...sizeOf(shape) };
}

function sizeOf(shape: Partial<Box> | undefined): { width: number; height: number } {
  const { width = 0, height = 0 } = shape ?? {};
  return { width, height };
}
