/** A selector in an expression. */
export interface Selected {
  readonly metric: string;
  /** Selector in PromQL: `up{job="web"}`. */
  readonly text: string;
  /** Labels that the expression groups it by. */
  readonly grouping: readonly string[];
}

/** Syntax tree of an expression, as Prometheus returns it from `/api/v1/parse_query`. */
export interface Parsed {
  readonly type: string;
  readonly name?: string;
  readonly matchers?: ReadonlyArray<{ readonly name: string; readonly type: string; readonly value: string }>;
  readonly grouping?: readonly string[] | null;
  readonly without?: boolean;
  readonly [field: string]: unknown;
}

/** Every selector in a parsed expression, with the labels of all groupings above it, which its metric has to have. */
export function selectedIn(node: Parsed, grouped: readonly string[] = []): readonly Selected[] {
  const grouping = [...grouped, ...(node.without ? [] : (node.grouping ?? []))];
  if (node.type === 'vectorSelector' || node.type === 'matrixSelector') {
    const metric = node.name ?? '';
    const matchers = (node.matchers ?? [])
      .filter(({ name, type }) => name !== '__name__' || type !== '=')
      .map(({ name, type, value }) => `${name}${type}${JSON.stringify(value)}`);
    const text = matchers.length > 0 ? `${metric}{${matchers.join(',')}}` : metric;
    return [{ metric, text, grouping }];
  }
  return Object.values(node).flatMap((field) => {
    const children = Array.isArray(field) ? field : [field];
    return children.flatMap((child) => (isNode(child) ? selectedIn(child, grouping) : []));
  });
}

function isNode(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && 'type' in value;
}
