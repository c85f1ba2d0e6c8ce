import { NODE_PORTS } from './node-port-rules.ts';
import type { Settings } from './schema.ts';

/** Warnings about ports that show something to whoever is let in, or to whom less is shown than it seems. */
export function nodePortWarnings({ nodePorts, policies }: Settings): readonly string[] {
  const open = (['prometheus', 'jaeger'] as const).filter((name) => nodePorts[name] !== undefined);
  const from = nodePorts.from.join(', ');
  const isOpen = NODE_PORTS.some((name) => nodePorts[name] !== undefined);
  return [
    ...open.map((name) => `nodePorts.${name} asks for no password: everybody in ${from} sees all of it`),
    ...(isOpen && !policies.networkPolicies
      ? ['nodePorts are open to everybody who reaches a node, because policies.networkPolicies is false']
      : []),
  ];
}
