import * as v from 'valibot';
import { group } from '../group.ts';
import { namespaceName } from '../names.ts';
import { dashboards } from './dashboards.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { traces } from './traces.ts';

/** How it is seen from outside what happens inside. */
export const observability = group({
  /** Namespace of what watches the platform, as far as it is ours. */
  namespace: v.optional(namespaceName(), 'monitoring'),
  metrics: v.optional(metrics, { kind: 'self-contained' }),
  traces: v.optional(traces, { kind: 'none' }),
  logs: v.optional(logs, { kind: 'none' }),
  dashboards: v.optional(dashboards, { kind: 'none' }),
});
