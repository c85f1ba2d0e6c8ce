import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../house/images.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/secrets.ts';
import { Alloy } from './alloy.ts';
import { elasticIn } from './elastic.ts';
import { Loki } from './loki.ts';

export interface LogsProps {
  readonly settings: Settings;
  readonly images: Images;
  readonly monitoring: FencedNamespace;
  /** A namespace of ours by its name, whose pods may read files of their nodes. */
  readonly open: (name: string) => FencedNamespace;
}

/** The secret values that whoever keeps the logs needs. */
export function logsIn({ settings, images, monitoring, open }: LogsProps): readonly DeclaredValue[] {
  const { logs, namespace } = settings.observability;
  if (logs.kind === 'none') return [];
  if (logs.kind === 'elasticsearch') {
    const logging = open(logs.namespace);
    const values = elasticIn({ settings, logs, images, monitoring, logging });
    logging.limit();
    return values;
  }
  const loki = new Loki(monitoring.part('loki'), 'loki', { ...logs, image: images.loki });
  const watched = [settings.namespace, namespace];
  const alloy = new Alloy(monitoring.part('alloy'), 'alloy', { image: images.alloy, namespace, watched });
  alloy.node.addDependency(loki);
  return [];
}
