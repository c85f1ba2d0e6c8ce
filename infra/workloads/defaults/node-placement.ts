import type { PodTemplate } from './typed-kubernetes-objects.ts';

/** Nodes that pods may run on, as a pod states it. */
export interface Placement {
  /** Labels that the node needs. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Taints that the pods put up with. */
  readonly tolerations: readonly object[];
  /** @default none */
  readonly affinity?: object | undefined;
}

/** Fields of a pod for its placement; those without content are left out. */
export function placed({
  nodeSelector,
  tolerations,
  affinity,
}: Placement): Pick<NonNullable<PodTemplate['spec']>, 'nodeSelector' | 'tolerations' | 'affinity'> {
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: tolerations.map((one) => ({ ...one })) }),
    ...(affinity && { affinity }),
  };
}
