import * as v from 'valibot';
import { group } from '../group.ts';
import { labels } from '../labels.ts';
import { dnsLabel, objectName } from '../names.ts';
import { resources } from '../resources.ts';
import { memory, unchosen, whole } from '../values.ts';
import { alerts, operatedAlerts } from './alerts.ts';

const kinds = ['none', 'annotations', 'self-contained', 'operator'] as const;
const refused = unchosen(kinds, []);

const scrapeSeconds = v.optional(whole(5, 300), 30);

/** Who collects what our pods say of themselves, and tells somebody when something is wrong. */
export const metrics = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** The app's pods say where their metrics are, and a scraper of `scraperNamespace` may read them. */
    group({ kind: v.literal('annotations'), scraperNamespace: v.optional(dnsLabel(), 'monitoring') }),
    /** A Prometheus and an Alertmanager of ours; they need nothing to be in the cluster before. */
    group({
      kind: v.literal('self-contained'),
      scrapeSeconds,
      retentionDays: v.optional(whole(1, 400), 15),
      storage: v.optional(
        group({
          /** What is oldest goes before it is full. */
          size: v.optional(memory(), '8Gi'),
          /** Absent: the class that the cluster takes by default. */
          storageClass: v.exactOptional(objectName()),
        }),
        {},
      ),
      resources: resources('100m/256Mi', '500m/1Gi'),
      alerts: v.optional(alerts, {}),
    }),
    /** Monitors, rules and routes for a Prometheus Operator that is there. */
    group({
      kind: v.literal('operator'),
      scrapeSeconds,
      /** Where its Prometheus runs: it has to reach the metrics. */
      scraperNamespace: v.optional(dnsLabel(), 'monitoring'),
      /** By which it selects monitors, rules and routes. */
      labels: v.optional(labels(), { release: 'prometheus' }),
      alerts: v.optional(operatedAlerts, {}),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
);
