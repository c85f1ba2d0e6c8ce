import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/image-registry.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/secrets.ts';
import { Alloy } from './alloy.ts';
import { elasticIn } from './elastic.ts';
import { Loki } from './loki.ts';

export interface LogsProps {
  readonly settings: Settings;
  readonly images: Images;
  readonly monitoring: FencedNamespace;
  /** Creates a namespace of ours by name, whose pods may read files of their nodes. */
  readonly open: (name: string) => FencedNamespace;
}

/** Adds the log store and its collector; returns the secret values that they need. */
export function logsIn({ settings, images, monitoring, open }: LogsProps): readonly DeclaredValue[] {
  const { logs, namespace } = settings.observability;
  if (logs.kind === 'none') return [];
  if (logs.kind === 'elasticsearch') {
    const logging = open(logs.namespace);
    const values = elasticIn({ settings, logs, images, monitoring, logging });
    logging.limit();
    return values;
  }
  const loki = new Loki(monitoring.part('loki', 'monitoring'), 'loki', { ...logs, image: images.loki });
  const watched = [settings.namespace, namespace];
  const alloy = new Alloy(monitoring.part('alloy', 'monitoring'), 'alloy', {
    image: images.alloy,
    namespace,
    watched,
  });
  alloy.node.addDependency(loki);
  return [];
}
