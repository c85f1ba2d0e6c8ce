/** Fields that are read of a restoring pod. */
export interface RestorePod {
  readonly status: {
    readonly phase: string;
    readonly initContainerStatuses?: readonly Container[];
    readonly containerStatuses?: readonly Container[];
  };
}

interface Container {
  readonly name: string;
  readonly state: {
    readonly running?: object;
    readonly waiting?: { readonly reason: string };
    readonly terminated?: { readonly exitCode: number };
  };
}

/** State of a pod: `waits`, `restore runs`, `migrate waits: ErrImagePull`, `swap runs`, `succeeded` or `failed`. */
export function stateOf(pod: RestorePod | undefined): string {
  if (pod === undefined) return 'waits';
  const { phase, initContainerStatuses = [], containerStatuses = [] } = pod.status;
  if (phase === 'Succeeded' || phase === 'Failed') return phase.toLowerCase();
  const current = [...initContainerStatuses, ...containerStatuses].find(
    ({ state }) => state.terminated === undefined,
  );
  if (current === undefined) return 'waits';
  const { running, waiting } = current.state;
  if (running) return `${current.name} runs`;
  const reason = waiting?.reason ?? '';
  return /^(|PodInitializing|ContainerCreating)$/.test(reason) ? 'waits' : `${current.name} waits: ${reason}`;
}
