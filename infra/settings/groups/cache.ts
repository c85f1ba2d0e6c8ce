import * as v from 'valibot';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { resources } from '../resources.ts';
import { bytes } from '../sizes.ts';
import { choice, memory } from '../values.ts';

const policies = ['allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl', 'noeviction'] as const;

const groups = group({
  maxMemory: v.optional(memory(), '160Mi'),
  evictionPolicy: v.optional(choice(policies), 'allkeys-lru'),
  persistence: v.optional(choice(['none'], ['rdb', 'aof']), 'none'),
  resources: resources('100m/128Mi', '200m/256Mi'),
});

/** Redis, which only ever makes it faster. */
export const cache = v.pipe(
  groups,
  agree<v.InferOutput<typeof groups>>(
    ['maxMemory', 'resources.limits.memory'],
    ({ maxMemory, resources }) => !(bytes(maxMemory) >= bytes(resources.limits.memory)),
    ({ resources }) =>
      `must be below resources.limits.memory (${resources.limits.memory}), because Redis needs room beside its data`,
  ),
);
