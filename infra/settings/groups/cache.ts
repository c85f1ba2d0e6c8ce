import * as v from 'valibot';
import { bytes } from '../check-and-parse-cpu-and-memory.ts';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { placement } from '../placement.ts';
import { choice, memory, text, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';
import { storage } from '../volume-size-and-class-schema.ts';

const policies = ['allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl', 'noeviction'] as const;

const modes = ['in-cluster', 'elasticache'] as const;
const refused = unchosen(modes, []);

const groups = group({
  mode: v.optional(v.literal('in-cluster'), 'in-cluster'),
  /** Memory for data, by default half of the pod's: while it saves, Redis may need up to twice the size of its data. */
  maxMemory: v.optional(memory(), '128Mi'),
  /** Keys that Redis evicts when `maxMemory` is reached. */
  evictionPolicy: v.optional(choice(policies), 'allkeys-lru'),
  /**
   * Data that a new pod starts with: `none` nothing, `rdb` the last snapshot (also taken on SIGTERM), `aof` everything up to
   * the last second.
   */
  persistence: v.optional(choice(['none', 'rdb', 'aof']), 'none'),
  /** Volume of the persisted data. */
  storage: storage('1Gi'),
  /** CPU and memory of the pod. */
  resources: resources('100m/128Mi', '200m/256Mi'),
  /** Nodes that the pod may run on. */
  placement: placement(),
});

type Cache = v.InferOutput<typeof groups>;

/** A Redis in a pod of the cluster. */
const inCluster = v.pipe(
  groups,
  crossCheck<Cache>(
    ['maxMemory', 'resources.limits.memory'],
    ({ maxMemory, resources }) => !(bytes(maxMemory) >= bytes(resources.limits.memory)),
    ({ resources }) =>
      `must be below resources.limits.memory (${resources.limits.memory}), because Redis needs room beside its data`,
  ),
  crossCheck<Cache>(
    ['maxMemory', 'persistence', 'resources.limits.memory'],
    ({ maxMemory, persistence, resources: { limits } }) =>
      persistence === 'none' ||
      !(bytes(maxMemory) * 2 > bytes(limits.memory)) ||
      bytes(maxMemory) >= bytes(limits.memory),
    ({ resources }) =>
      `must be at most half of resources.limits.memory (${resources.limits.memory}), because what changes while Redis saves is there twice`,
  ),
  crossCheck<Cache>(
    ['storage.size', 'persistence', 'maxMemory'],
    ({ storage, persistence, maxMemory }) =>
      persistence === 'none' || !(bytes(storage.size) < bytes(maxMemory) * COPIES[persistence]),
    ({ persistence, maxMemory }) =>
      `must be at least ${COPIES[persistence]} times maxMemory (${maxMemory}), because ${persistence} writes the new file beside the old one`,
  ),
);

/** An ElastiCache, created with a cluster of `cluster.provider: eks`; it speaks TLS and persists nothing. */
const elastiCache = group({
  mode: v.literal('elasticache'),
  /** Cores and memory, of the types of ElastiCache. */
  nodeType: v.optional(
    text('a type such as cache.t4g.small', (word) => /^cache\.[a-z0-9-]+\.[a-z0-9-]+$/.test(word)),
    'cache.t4g.micro',
  ),
  /** Replicas in other zones; one of them is promoted when the primary fails. */
  replicas: v.optional(whole(0, 5), 1),
});

/** Redis cache; the app works without it, only slower. */
export const cache = v.variant('mode', [inCluster, elastiCache], (issue) =>
  issue.path ? refused(issue) : 'must be a group of settings',
);

/** Files of the size of all data: the old and the new one; an AOF may also be twice as long before it is rewritten. */
const COPIES = { none: 0, rdb: 2, aof: 4 };
