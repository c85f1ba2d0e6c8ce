import * as v from 'valibot';
import { group } from '../group.ts';
import { namespaceName } from '../name-and-url-schemas.ts';
import { dashboards } from './dashboards.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { traces } from './traces.ts';

/** Metrics, traces, logs and dashboards. */
export const observability = group({
  /** Namespace of the monitoring that we run ourselves. */
  namespace: v.optional(namespaceName(), 'monitoring'),
  metrics: v.optional(metrics, { kind: 'self-contained' }),
  traces: v.optional(traces, { kind: 'none' }),
  logs: v.optional(logs, { kind: 'none' }),
  dashboards: v.optional(dashboards, { kind: 'none' }),
});
