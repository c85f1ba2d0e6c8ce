import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../house/images.ts';
import { JAEGER } from '../house/names.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { Jaeger } from './jaeger.ts';

/** Where the app sends its traces, if anywhere. */
export function collectorOf({ observability: { namespace, traces } }: Settings) {
  if (traces.kind === 'none') return undefined;
  const endpoint = `http://${JAEGER.name}.${namespace}:${JAEGER.otlpPort}`;
  return { endpoint, sampleRatio: traces.sampleRatio };
}

export function tracesIn(props: { settings: Settings; images: Images; monitoring: FencedNamespace }): void {
  const { traces } = props.settings.observability;
  if (traces.kind === 'none') return;
  new Jaeger(props.monitoring.part('jaeger'), 'jaeger', { ...traces, image: props.images.jaeger });
}
