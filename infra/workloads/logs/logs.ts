import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../house/images.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { Alloy } from './alloy.ts';
import { Loki } from './loki.ts';

export function logsIn(props: { settings: Settings; images: Images; monitoring: FencedNamespace }): void {
  const { settings, images, monitoring } = props;
  const { logs, namespace } = settings.observability;
  if (logs.kind === 'none') return;
  const loki = new Loki(monitoring.part('loki'), 'loki', { ...logs, image: images.loki });
  const watched = [settings.namespace, namespace];
  const alloy = new Alloy(monitoring.part('alloy'), 'alloy', { image: images.alloy, namespace, watched });
  alloy.node.addDependency(loki);
}
