import type { Page } from 'playwright-core';

/** Position in the viewport, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An unbreakable run of letters or digits. */
export interface Token {
  readonly text: string;
  /** Length in characters of the whole word around it, from space to space. */
  readonly run: number;
  /** One box per line that it is broken over. */
  readonly lines: readonly Box[];
}

export interface Thing {
  /** Tag and classes of the element and its ancestors. */
  readonly where: string;
  /** Text content, if it is text. */
  readonly text: string;
  /** One box per line of text. */
  readonly lines: readonly Box[];
  readonly tokens: readonly Token[];
  /** Visible area: the intersection of all ancestors that clip. */
  readonly seen: Box;
  /** Horizontal space between the edges of all ancestors; unbounded vertically. */
  readonly room: Box;
  /** Things of the same layer must not overlap; an open menu may cover the page, and so may a bar that stays in sight. */
  readonly layer: string;
}

export interface Boxes {
  readonly window: number;
  /** Width of the page; scrolls sideways when larger than the window. */
  readonly page: number;
  readonly things: readonly Thing[];
  /** Elements that can be scrolled sideways. */
  readonly scrolled: readonly string[];
  /** Fields too narrow for the amount, day or month in them. */
  readonly tightFields: readonly string[];
}

/** Reads the position of everything visible. */
export function boxesOf(page: Page): Promise<Boxes> {
  return page.evaluate(readBoxes);
}

/** Runs in the browser, so it cannot use anything from this module. */
function readBoxes(): Boxes {
  const { document, getComputedStyle } = globalThis as unknown as Browser;
  const root = document.documentElement;
  const everywhere = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
  const elements = [...document.body.querySelectorAll('*')].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !isHidden(element),
  );
  return {
    window: root.clientWidth,
    page: Math.max(root.scrollWidth, document.body.scrollWidth),
    things: elements.flatMap((element) => [...drawings(element), ...texts(element)]),
    scrolled: elements.filter(isScrolled).map(where),
    tightFields: elements.filter(isTight).map(where),
  };

  /** True for content that only screen readers see. */
  function isHidden(element: Element): boolean {
    return element.closest('.hidden, .skip') !== null;
  }

  function isScrolled(element: Element): boolean {
    const { overflowX } = getComputedStyle(element);
    return ['auto', 'scroll'].includes(overflowX) && element.scrollWidth > element.clientWidth;
  }

  function isTight(element: Element): boolean {
    if (element.matches('select')) {
      const chosen = element.options?.[element.selectedIndex ?? 0]?.label ?? '';
      const isMonth = /^.{0,12}\d{2,}$/.test(chosen);
      const isOneLine = isMonth || getComputedStyle(element).appearance !== 'base-select';
      if (isOneLine && widthOf(element, chosen) > element.offsetWidth) return true;
      return element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    }
    return (
      element.matches('[inputmode=decimal], [inputmode=numeric]') && element.scrollWidth > element.clientWidth
    );
  }

  /** Width of a select if it had only this option. */
  function widthOf(field: Element, only: string): number {
    const copy = field.cloneNode(true);
    copy.innerHTML = `<option>${only}</option>`;
    copy.style.width = 'max-content';
    field.after(copy);
    const width = copy.offsetWidth;
    copy.remove();
    return width;
  }

  function drawings(element: Element): Thing[] {
    const drawn = element.matches('svg, img, input, select, textarea, .dot, .sign, .badge, .button, button');
    const line = element.getBoundingClientRect();
    return drawn && line.width > 0 ? [thing(element, '', [line], [])] : [];
  }

  function texts(element: Element): Thing[] {
    return [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== 3 || node.data.trim() === '') return [];
      // A line may break after a hyphen, except between digits.
      const tokens = [...node.data.matchAll(/(?:\d[-/]\d|[^ \n\t·;–—/-])+/gu)].map((match) => ({
        text: match[0],
        run: runAt(node.data, match.index),
        lines: linesOf(node, match.index, match.index + match[0].length),
      }));
      const lines = linesOf(node, 0, node.data.length);
      return lines.length > 0 ? [thing(element, node.data.trim(), lines, tokens)] : [];
    });
  }

  function runAt(text: string, at: number): number {
    const before = text.slice(0, at).match(/[^ \n\t]*$/)?.[0] ?? '';
    const after = text.slice(at).match(/^[^ \n\t]*/)?.[0] ?? '';
    return before.length + after.length;
  }

  function thing(element: Element, text: string, lines: Box[], tokens: Token[]): Thing {
    const plain = ({ left, top, right, bottom }: Box) => ({ left, top, right, bottom });
    return {
      where: where(element),
      text,
      lines: lines.map(plain),
      tokens: tokens.map((token) => ({ ...token, lines: token.lines.map(plain) })),
      seen: seen(element),
      room: room(element),
      layer: layer(element),
    };
  }

  function linesOf(node: Node, from: number, to: number): Box[] {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const lines: { left: number; top: number; right: number; bottom: number }[] = [];
    for (const { left, top, right, bottom, width } of range.getClientRects()) {
      if (width === 0) continue;
      const line = lines.find(
        (one) => top < (one.top + one.bottom) / 2 && bottom > (one.top + one.bottom) / 2,
      );
      if (!line) lines.push({ left, top, right, bottom });
      else Object.assign(line, { left: Math.min(left, line.left), right: Math.max(right, line.right) });
    }
    return lines;
  }

  function room(element: Element): Box {
    const around = ancestors(element);
    const lifted = around.findIndex(isLifted);
    const boxes = around.slice(0, lifted < 0 ? around.length : lifted + 1).filter(isBox);
    const edges = boxes.map((one) => one.getBoundingClientRect());
    const left = Math.max(...edges.map((edge) => edge.left));
    return { ...everywhere, left, right: Math.min(...edges.map((edge) => edge.right)) };
  }

  function seen(element: Element): Box {
    const box = { ...everywhere };
    for (const one of ancestors(element).filter(isBox)) {
      const { overflowX, overflowY } = getComputedStyle(one);
      if (one === document.body || one === root) continue;
      const edge = one.getBoundingClientRect();
      if (overflowX !== 'visible') {
        box.left = Math.max(box.left, edge.left);
        box.right = Math.min(box.right, edge.right);
      }
      if (overflowY !== 'visible') {
        box.top = Math.max(box.top, edge.top);
        box.bottom = Math.min(box.bottom, edge.bottom);
      }
    }
    return box;
  }

  function layer(element: Element): string {
    const lifted = ancestors(element).find(isLifted);
    return lifted ? where(lifted) : '';
  }

  function isLifted(element: Element): boolean {
    return ['absolute', 'fixed', 'sticky'].includes(getComputedStyle(element).position);
  }

  function isBox(element: Element): boolean {
    return element.localName === 'svg' || getComputedStyle(element).display !== 'inline';
  }

  function ancestors(element: Element): Element[] {
    const above = element.parentElement;
    return [element, ...(above ? ancestors(above) : [])];
  }

  function where(element: Element): string {
    const names = ancestors(element).map((one) => [one.localName, ...one.classList].join('.'));
    return names.slice(0, 3).reverse().join(' > ');
  }
}

/*
 * The few browser types used above: the whole DOM library would make globals such as `name` or `close` compile anywhere
 * in the app.
 */
interface Browser {
  readonly document: {
    readonly documentElement: Element;
    readonly body: Element;
    createRange(): {
      setStart(node: Node, at: number): void;
      setEnd(node: Node, at: number): void;
      getClientRects(): Iterable<Rectangle>;
    };
  };
  getComputedStyle(
    element: Element,
  ): Record<'appearance' | 'display' | 'overflowX' | 'overflowY' | 'position', string>;
}
interface Rectangle extends Box {
  readonly width: number;
}
interface Node {
  readonly nodeType: number;
  readonly data: string;
}
interface Element {
  readonly localName: string;
  readonly classList: Iterable<string>;
  readonly parentElement: Element | null;
  readonly childNodes: Iterable<Node>;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly offsetWidth: number;
  readonly value?: string;
  readonly selectedIndex?: number;
  readonly options?: readonly { readonly label: string }[];
  readonly style: { width: string };
  innerHTML: string;
  querySelectorAll(selector: string): Iterable<Element>;
  closest(selector: string): Element | null;
  matches(selector: string): boolean;
  checkVisibility(options: object): boolean;
  getBoundingClientRect(): Rectangle;
  cloneNode(deep: boolean): Element;
  after(element: Element): void;
  remove(): void;
}
