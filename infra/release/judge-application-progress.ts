/** The fields of an Argo CD Application that say how far it is. */
export interface Application {
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly operation?: { readonly sync?: { readonly revision?: string } };
      readonly syncResult?: { readonly revision?: string };
    };
    readonly conditions?: ReadonlyArray<{ readonly type: string; readonly message: string }>;
    readonly resources?: ReadonlyArray<{
      readonly kind: string;
      readonly name: string;
      readonly health?: { readonly status?: string; readonly message?: string };
    }>;
  };
}

export interface Progress {
  readonly state: 'delivered' | 'under way' | 'failed';
  /** Where it is, or why it failed. */
  readonly text: string;
}

/**
 * Judges how far an Application is with a commit. It is delivered once Argo CD has applied it, the cluster is as it says, and
 * everything is healthy. A failure is final: Argo CD has given up repeating it, or people have to change something.
 */
export function progressOf({ status = {} }: Application, commit: string): Progress {
  const { sync, health, operationState: operation, conditions = [], resources = [] } = status;
  const invalid = conditions.find(({ type }) => type === 'InvalidSpecError');
  if (invalid) return { state: 'failed', text: invalid.message };
  const revision = operation?.syncResult?.revision ?? operation?.operation?.sync?.revision;
  if (revision === commit && (operation?.phase === 'Failed' || operation?.phase === 'Error'))
    return { state: 'failed', text: operation.message ?? operation.phase };
  const unread = conditions.find(({ type }) => type === 'ComparisonError');
  if (unread) return { state: 'under way', text: unread.message }; // a repository that is away for a moment, too
  if (sync?.revision !== commit) return { state: 'under way', text: 'Argo CD has not seen the commit yet' };
  if (revision !== commit || operation?.phase !== 'Succeeded')
    return { state: 'under way', text: operation?.message ?? 'not applied yet' };
  const sick = resources.filter(({ health: its }) => its?.status !== undefined && its.status !== 'Healthy');
  const names = sick.map(
    ({ kind, name, health: its }) =>
      `${kind} ${name} is ${its?.status}${its?.message ? `: ${its.message}` : ''}`,
  );
  if (health?.status !== 'Healthy')
    return { state: 'under way', text: names.join('; ') || `health is ${health?.status ?? 'unknown'}` };
  return sync.status === 'Synced'
    ? { state: 'delivered', text: 'synced and healthy' }
    : { state: 'under way', text: `sync is ${sync.status ?? 'unknown'}` };
}
