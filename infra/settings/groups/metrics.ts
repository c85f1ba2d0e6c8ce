import * as v from 'valibot';
import { group } from '../group.ts';
import { labels } from '../label-and-annotation-schemas.ts';
import { dnsLabel, objectName } from '../name-and-url-schemas.ts';
import { memory, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';
import { alerts, operatedAlerts } from './alerts.ts';

const kinds = ['none', 'annotations', 'self-contained', 'operator'] as const;
const refused = unchosen(kinds, []);

/** Seconds between two readings of the metrics. */
const scrapeSeconds = v.optional(whole(5, 300), 30);

/** Collection of our pods' metrics, and alerting on them. */
export const metrics = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** Annotations on the app's pods announce their metrics, and a scraper in `scraperNamespace` may read them. */
    group({
      kind: v.literal('annotations'),
      /** Namespace of the scraper. */
      scraperNamespace: v.optional(dnsLabel(), 'monitoring'),
    }),
    /** A Prometheus and an Alertmanager of our own, without prerequisites in the cluster. */
    group({
      kind: v.literal('self-contained'),
      scrapeSeconds,
      /** Days for which metrics are kept. */
      retentionDays: v.optional(whole(1, 400), 15),
      storage: v.optional(
        group({
          /** Size of the volume; the oldest metrics are deleted before it is full. */
          size: v.optional(memory(), '8Gi'),
          /** Storage class; absent: the cluster's default. */
          storageClass: v.exactOptional(objectName()),
        }),
        {},
      ),
      /** CPU and memory of Prometheus. */
      resources: resources('100m/256Mi', '500m/1Gi'),
      alerts: v.optional(alerts, {}),
    }),
    /** Monitors, rules and routes for an existing Prometheus Operator. */
    group({
      kind: v.literal('operator'),
      scrapeSeconds,
      /** Namespace of its Prometheus, which has to reach the metrics. */
      scraperNamespace: v.optional(dnsLabel(), 'monitoring'),
      /** Labels by which it selects monitors, rules and routes. */
      labels: v.optional(labels(), { release: 'prometheus' }),
      alerts: v.optional(operatedAlerts, {}),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
);
