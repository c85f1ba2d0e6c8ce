import * as v from 'valibot';
import { agree } from './agree.ts';
import { group } from './group.ts';
import { isAtMost } from './sizes.ts';
import { cpu, memory } from './values.ts';

/** What a container asks for, and where it is stopped: `cpu/memory` of each, for example `250m/256Mi`. */
export function resources(requests: Amounts, limits: Amounts) {
  const schema = v.pipe(
    group({ requests: v.optional(amounts(requests), {}), limits: v.optional(amounts(limits), {}) }),
    notAboveLimit('cpu'),
    notAboveLimit('memory'),
  );
  return v.optional(schema, {});
}

type Amounts = `${string}/${string}`;
type Pair = Readonly<Record<'requests' | 'limits', { readonly cpu: string; readonly memory: string }>>;

function amounts(defaults: Amounts) {
  const [cores = '', bytes = ''] = defaults.split('/');
  return group({ cpu: v.optional(cpu(), cores), memory: v.optional(memory(), bytes) });
}

function notAboveLimit(kind: 'cpu' | 'memory') {
  return agree(
    [`requests.${kind}`, `limits.${kind}`],
    ({ requests, limits }: Pair) => isAtMost(requests[kind], limits[kind]),
    `must not be above limits.${kind}`,
  );
}
