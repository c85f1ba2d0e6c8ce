import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel, namespaceName } from '../names.ts';
import { unchosen } from '../values.ts';

const built = ['none', 'annotations'] as const;
const refused = unchosen(built, ['self-contained', 'operator']);

const metrics = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** Pods say where their metrics are, and a scraper of `scraperNamespace` may read them. */
    group({
      kind: v.literal('annotations'),
      scraperNamespace: v.optional(dnsLabel(), 'monitoring'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);

/** How it is seen from outside what happens inside. */
export const observability = group(
  {
    /** Namespace of what watches the platform, as far as it is ours. */
    namespace: v.optional(namespaceName(), 'monitoring'),
    metrics: v.optional(metrics, { kind: 'annotations' }),
  },
  ['logs', 'traces', 'dashboards'],
);
