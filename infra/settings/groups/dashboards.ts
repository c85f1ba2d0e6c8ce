import * as v from 'valibot';
import { group } from '../group.ts';
import { resources } from '../resources.ts';
import { text, unchosen } from '../values.ts';

const built = ['none', 'grafana'] as const;
const refused = unchosen(built, []);

/** Where people look at metrics, logs and traces. */
export const dashboards = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Grafana that nobody reaches from outside: `kubectl port-forward` does. */
    group({
      kind: v.literal('grafana'),
      /** Address of a Prometheus in `metrics.scraperNamespace`; absent: the one of ours. */
      prometheus: v.exactOptional(address()),
      resources: resources('50m/128Mi', '500m/512Mi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);

function address() {
  return text('an address such as http://prometheus.monitoring:9090', (word) => {
    const url = URL.canParse(word) ? new URL(word) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  });
}
