import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { Jaeger } from './jaeger.ts';

export function tracesIn(props: { settings: Settings; images: Images; monitoring: FencedNamespace }): void {
  const { traces } = props.settings.observability;
  if (traces.kind === 'none') return;
  new Jaeger(props.monitoring.part('jaeger', 'monitoring'), 'jaeger', {
    ...traces,
    image: props.images.jaeger,
  });
}
