/** An element of XML or SGML, the formats of CAMT and OFX. */
export interface Element {
  /** Local name, without the namespace. */
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text directly within it. */
  readonly text: string;
  readonly children: readonly Element[];
}

/** An element while it is read. */
export interface OpenElement extends Element {
  text: string;
  readonly children: Element[];
}

/** First element along a path of names below this one. */
export function find(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  const [name, ...rest] = path;
  if (element === undefined || name === undefined) return element;
  for (const child of element.children) {
    if (child.name !== name) continue;
    const found = find(child, ...rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All direct children of that name. */
export function findAll(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** All elements of those names, at any depth, in the order of the file. */
export function descendants(element: Element, names: readonly string[]): readonly Element[] {
  return element.children.flatMap((child) =>
    names.includes(child.name) ? [child] : descendants(child, names),
  );
}
