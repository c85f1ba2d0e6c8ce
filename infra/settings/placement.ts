import * as v from 'valibot';
import { crossCheck } from './cross-check.ts';
import { group, isGroup } from './group.ts';
import { labels } from './label-and-annotation-schemas.ts';
import { isQualifiedName } from './name-and-url-schemas.ts';
import { choice, text, whole } from './quantity-text-and-choice-schemas.ts';

const AFFINITIES = ['nodeAffinity', 'podAffinity', 'podAntiAffinity'];

const toleration = group({
  /** Key of the taint; absent, with `operator: Exists`: every taint. */
  key: v.exactOptional(text('the key of a taint, such as example.com/dedicated', isQualifiedName)),
  /** `Equal` compares the value, `Exists` takes any. */
  operator: v.optional(choice(['Equal', 'Exists']), 'Equal'),
  /** Value of the taint. */
  value: v.exactOptional(text('the value of a taint', (word) => /^[\w.-]{0,63}$/.test(word))),
  /** Effect of the taint; absent: all of them. */
  effect: v.exactOptional(choice(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
  /** Seconds that a pod stays on a node that gets the taint, for `NoExecute`. Absent: for ever. */
  tolerationSeconds: v.exactOptional(whole(0, 86400)),
});

type Toleration = v.InferOutput<typeof toleration>;

/** Nodes that the pods of a workload may run on. */
export function placement() {
  return v.optional(
    group({
      /** Labels of a node that the pods need, such as { disk: ssd }. */
      nodeSelector: v.optional(labels(), {}),
      /** Taints of nodes that the pods put up with. */
      tolerations: v.optional(
        v.array(
          v.pipe(
            toleration,
            crossCheck<Toleration>(
              ['key', 'operator'],
              ({ key, operator }) => key !== undefined || operator === 'Exists',
              'is missing, must name the taint unless operator is Exists',
            ),
            crossCheck<Toleration>(
              ['value', 'operator'],
              ({ value, operator }) => value === undefined || operator === 'Equal',
              'must not be set with operator Exists, which takes any value',
            ),
            crossCheck<Toleration>(
              ['tolerationSeconds', 'effect'],
              ({ tolerationSeconds, effect }) => tolerationSeconds === undefined || effect === 'NoExecute',
              'is for effect NoExecute alone',
            ),
          ),
          'must be a list of tolerations, such as { key: dedicated, value: finance, effect: NoSchedule }',
        ),
        [],
      ),
      /** Affinity as Kubernetes writes it: nodeAffinity, podAffinity and podAntiAffinity. The spread over nodes and zones stays. */
      affinity: v.exactOptional(
        v.pipe(
          v.custom<Record<string, unknown>>(isGroup, 'must be a group such as { nodeAffinity: { … } }'),
          v.check(
            (given) => Object.keys(given).every((key) => AFFINITIES.includes(key) && isGroup(given[key])),
            `must hold groups by the names ${AFFINITIES.join(', ')}`,
          ),
        ),
      ),
    }),
    {},
  );
}
