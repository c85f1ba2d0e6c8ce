import * as v from 'valibot';
import { group } from '../group.ts';
import { isWebAddress } from '../name-and-url-schemas.ts';
import { text, unchosen } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

const built = ['none', 'grafana'] as const;
const refused = unchosen(built, []);

/** Dashboards for metrics, logs and traces. */
export const dashboards = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Grafana without access from outside; use `kubectl port-forward`. */
    group({
      kind: v.literal('grafana'),
      /** Address of a Prometheus in `metrics.scraperNamespace`; absent: our own. */
      prometheus: v.exactOptional(
        text('an address such as http://prometheus.monitoring:9090', (word) =>
          isWebAddress(word.replace(/^http:/, 'https:')),
        ),
      ),
      /** CPU and memory of the pod. */
      resources: resources('50m/128Mi', '500m/512Mi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);
