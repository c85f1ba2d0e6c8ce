import * as v from 'valibot';
import { crossCheck } from './cross-check.ts';
import { group } from './group.ts';
import { whole } from './quantity-text-and-choice-schemas.ts';

/** Pods that a rollout may add and take away at a time. */
export function rollout(defaults: { readonly maxSurge: number; readonly maxUnavailable: number }) {
  const schema = group({
    /** Pods beyond the wanted number while new ones start. */
    maxSurge: v.optional(whole(0, 20), defaults.maxSurge),
    /** Pods that may be missing meanwhile. */
    maxUnavailable: v.optional(whole(0, 20), defaults.maxUnavailable),
  });
  return v.optional(
    v.pipe(
      schema,
      crossCheck<v.InferOutput<typeof schema>>(
        ['maxSurge', 'maxUnavailable'],
        ({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0,
        'must not be 0 with maxUnavailable 0: no pod could ever be replaced',
      ),
    ),
    {},
  );
}
