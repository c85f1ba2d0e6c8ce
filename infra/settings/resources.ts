import * as v from 'valibot';
import { bytes, cores } from './check-and-parse-cpu-and-memory.ts';
import { crossCheck } from './cross-check.ts';
import { group } from './group.ts';
import { cpu, memory } from './quantity-text-and-choice-schemas.ts';

/** Schema of the requests and limits of a container; defaults as `cpu/memory`, for example `250m/256Mi`. */
export function resources(requests: Amounts, limits: Amounts) {
  const schema = v.pipe(
    group({ requests: v.optional(amounts(requests), {}), limits: v.optional(amounts(limits), {}) }),
    notAboveLimit('cpu', cores),
    notAboveLimit('memory', bytes),
  );
  return v.optional(schema, {});
}

type Amounts = `${string}/${string}`;
type Pair = Readonly<Record<'requests' | 'limits', { readonly cpu: string; readonly memory: string }>>;

function amounts(defaults: Amounts) {
  const [cpuDefault = '', memoryDefault = ''] = defaults.split('/');
  return group({ cpu: v.optional(cpu(), cpuDefault), memory: v.optional(memory(), memoryDefault) });
}

function notAboveLimit(kind: 'cpu' | 'memory', amount: (text: string) => number) {
  return crossCheck(
    [`requests.${kind}`, `limits.${kind}`],
    ({ requests, limits }: Pair) => !(amount(requests[kind]) > amount(limits[kind])),
    ({ limits }) => `must not be above limits.${kind} (${limits[kind]})`,
  );
}
