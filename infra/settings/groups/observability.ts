import * as v from 'valibot';
import { group } from '../group.ts';
import { namespaceName } from '../names.ts';
import { metrics } from './metrics.ts';

/** How it is seen from outside what happens inside. */
export const observability = group(
  {
    /** Namespace of what watches the platform, as far as it is ours. */
    namespace: v.optional(namespaceName(), 'monitoring'),
    metrics: v.optional(metrics, { kind: 'self-contained' }),
  },
  ['logs', 'traces', 'dashboards'],
);
