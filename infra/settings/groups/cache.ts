import * as v from 'valibot';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { objectName } from '../names.ts';
import { resources } from '../resources.ts';
import { bytes } from '../sizes.ts';
import { choice, memory, text, unchosen, whole } from '../values.ts';

const policies = ['allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl', 'noeviction'] as const;

const modes = ['in-cluster', 'elasticache'] as const;
const refused = unchosen(modes, []);

const groups = group({
  mode: v.optional(v.literal('in-cluster'), 'in-cluster'),
  /** Half of the pod's memory: a Redis that saves may come to hold its data twice. */
  maxMemory: v.optional(memory(), '128Mi'),
  evictionPolicy: v.optional(choice(policies), 'allkeys-lru'),
  /**
   * What a new pod begins with: `none` nothing, `rdb` the last snapshot (also taken when the pod is told to stop), `aof`
   * everything up to the last second.
   */
  persistence: v.optional(choice(['none', 'rdb', 'aof']), 'none'),
  /** The volume of what is kept. */
  storage: v.optional(
    group({
      size: v.optional(memory(), '1Gi'),
      /** Absent: the class that the cluster takes by default. */
      storageClass: v.exactOptional(objectName()),
    }),
    {},
  ),
  resources: resources('100m/128Mi', '200m/256Mi'),
});

type Cache = v.InferOutput<typeof groups>;

/** A pod of ours. */
const inCluster = v.pipe(
  groups,
  agree<Cache>(
    ['maxMemory', 'resources.limits.memory'],
    ({ maxMemory, resources }) => !(bytes(maxMemory) >= bytes(resources.limits.memory)),
    ({ resources }) =>
      `must be below resources.limits.memory (${resources.limits.memory}), because Redis needs room beside its data`,
  ),
  agree<Cache>(
    ['maxMemory', 'persistence', 'resources.limits.memory'],
    ({ maxMemory, persistence, resources: { limits } }) =>
      persistence === 'none' ||
      !(bytes(maxMemory) * 2 > bytes(limits.memory)) ||
      bytes(maxMemory) >= bytes(limits.memory),
    ({ resources }) =>
      `must be at most half of resources.limits.memory (${resources.limits.memory}), because what changes while Redis saves is there twice`,
  ),
  agree<Cache>(
    ['storage.size', 'persistence', 'maxMemory'],
    ({ storage, persistence, maxMemory }) =>
      persistence === 'none' || !(bytes(storage.size) < bytes(maxMemory) * COPIES[persistence]),
    ({ persistence, maxMemory }) =>
      `must be at least ${COPIES[persistence]} times maxMemory (${maxMemory}), because ${persistence} writes the new file beside the old one`,
  ),
);

/** One of AWS, made beside a cluster of `cluster.provider: eks`; it speaks TLS and keeps nothing. */
const elastiCache = group({
  mode: v.literal('elasticache'),
  nodeType: v.optional(
    text('a type such as cache.t4g.small', (word) => /^cache\.[a-z0-9-]+\.[a-z0-9-]+$/.test(word)),
    'cache.t4g.micro',
  ),
  /** In other zones; one of them takes over. */
  replicas: v.optional(whole(0, 5), 1),
});

/** Redis, which only ever makes it faster. */
export const cache = v.variant('mode', [inCluster, elastiCache], (issue) =>
  issue.path ? refused(issue) : 'must be a group of settings',
);

/** Files of the size of all data: the old and the new one; a log may also be twice as long before it is rewritten. */
const COPIES = { none: 0, rdb: 2, aof: 4 };
