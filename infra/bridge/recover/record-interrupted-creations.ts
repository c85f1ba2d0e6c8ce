import { opened, seal } from '../unwrap-and-seal-state-secrets.ts';

/** Output of `pulumi stack export --show-secrets`, reduced to the fields read here. */
export interface ExportedStack {
  readonly deployment: {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

export interface PendingOperation {
  readonly type: string;
  readonly resource: ExportedResource;
}

export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Inputs;
  readonly outputs?: unknown;
  /** Deleted from the cluster, and kept in the state until its replacement is created. */
  readonly pendingReplacement?: boolean;
  /** Replaced by another resource, and still to be deleted. */
  readonly delete?: boolean;
  /** Marked for replacement by the next `up`. */
  readonly taint?: boolean;
}

interface Inputs {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly name?: unknown;
  readonly namespace?: unknown;
}

/**
 * Adds objects whose creation was interrupted to the state, as if it had succeeded: a refresh then finds out which of them
 * exist. Otherwise Pulumi would create them again, and the cluster would refuse. Other unfinished operations leave the state
 * as it was, which is where a refresh starts.
 *
 * @returns the stack to import, without pending operations; the names of the added objects; and the URNs of resources that
 *   may exist though the state lacks them: their provider gives them ids that nobody knows, so only a person can look them
 *   up
 */
export function settleUnfinished<S extends ExportedStack>(stack: S) {
  const { pending_operations = [], resources = [], ...rest } = stack.deployment;
  const live = new Set(resources.filter((it) => !it.pendingReplacement && !it.delete).map(({ urn }) => urn));
  const created = pending_operations.filter(({ type }) => type === 'creating');
  const open = created.filter(({ resource }) => !isMadeAgain(resource) && idOf(resource) === undefined);
  const taken = new Map(
    created
      .filter(({ resource }) => !live.has(resource.urn))
      .flatMap(({ resource }) => asCreated(resource))
      .map((resource) => [resource.urn, resource]),
  );
  // Order matters: dependents of a replaced object come after its position.
  const replaced = resources.map((it) => (it.pendingReplacement ? (taken.get(it.urn) ?? it) : it));
  const added = [...taken.values()].filter((it) => !replaced.includes(it));
  return {
    stack: { ...stack, deployment: { ...rest, resources: [...replaced, ...added] } },
    taken: [...taken.keys()].map((urn) => urn.slice(urn.lastIndexOf('::') + 2)),
    open: open.map(({ resource }) => resource.urn),
  };
}

/** True for resources that exist in the state only, or that are safe to create a second time. */
function isMadeAgain({ type }: ExportedResource): boolean {
  return ['pulumi:', 'random:', 'command:'].some((start) => type.startsWith(start));
}

function asCreated(resource: ExportedResource): ExportedResource[] {
  const id = idOf(resource);
  if (id === undefined) return [];
  const { inputs } = resource;
  if (resource.type !== RELEASE) return [{ ...resource, id, outputs: inputs }];
  // Helm considers an interrupted release pending for ever, so it is replaced. The provider reads its inputs from
  // `__inputs`.
  return [{ ...resource, id, outputs: { ...inputs, __inputs: seal(opened(inputs)) }, taint: true }];
}

const RELEASE = 'kubernetes:helm.sh/v3:Release';

/** Id of a Kubernetes object or Helm release, which follows from its name; `undefined` for others. */
function idOf({ type, inputs }: ExportedResource): string | undefined {
  if (!type.startsWith('kubernetes:')) return undefined;
  const { name, namespace } = (type === RELEASE ? inputs : inputs?.metadata) ?? {};
  if (name === undefined) return undefined;
  return namespace === undefined || namespace === '' ? `${name}` : `${namespace}/${name}`;
}
