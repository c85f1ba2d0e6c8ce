import type { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { keyOf, logStore } from '../facts/object-store-folders-and-keys.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { Alloy } from './alloy.ts';
import { AuditLog } from './audit-log.ts';
import { elasticIn } from './elasticsearch-kibana-and-fluentd.ts';
import { Loki } from './loki.ts';

export interface LogsProps {
  readonly settings: Settings;
  readonly images: Images;
  readonly monitoring: FencedNamespace;
  /** Creates a namespace of ours by name, whose pods may read files of their nodes. */
  readonly open: (name: string) => FencedNamespace;
  /** Buckets of the store inside, and certificates of its authority. @default none */
  readonly store?: { readonly buckets: Construct; readonly trusted: string | undefined } | undefined;
}

/** Adds the log store and its collector; returns the secret values that they need. */
export function logsIn({ settings, images, monitoring, open, store }: LogsProps): readonly DeclaredValue[] {
  const { logs, namespace } = settings.observability;
  if (logs.kind === 'none') return [];
  if (logs.kind === 'elasticsearch') {
    const logging = open(logs.namespace);
    const values = elasticIn({ settings, logs, images, monitoring, logging });
    logging.limit();
    return values;
  }
  const objectStore = logStore(settings);
  const inside = objectStore?.pods?.ours ? store : undefined;
  const loki = new Loki(monitoring.part('loki', 'monitoring'), 'loki', {
    ...logs,
    image: images.loki,
    objectStore,
    ...(objectStore?.key && { key: keyOf(settings, 'logs') }),
    trusted: inside?.trusted,
  });
  if (inside) loki.node.addDependency(inside.buckets);
  const watched = [settings.namespace, namespace];
  const alloy = new Alloy(monitoring.part('alloy', 'monitoring'), 'alloy', {
    image: images.alloy,
    namespace,
    watched,
  });
  alloy.node.addDependency(loki);
  if (logs.audit) {
    const auditing = open(logs.audit.namespace);
    const part = auditing.part('audit-log', 'monitoring');
    new AuditLog(part, 'audit-log', { image: images.alloy, monitoring: namespace });
    part.node.addDependency(loki);
    auditing.limit();
  }
  return [];
}
