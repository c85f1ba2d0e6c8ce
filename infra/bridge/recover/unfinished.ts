import { opened, seal } from '../sealed.ts';

/** What `pulumi stack export --show-secrets` writes, as far as it matters here. */
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
  /** Gone from the cluster, and kept until there is another one in its place. */
  readonly pendingReplacement?: boolean;
  /** Replaced by another one, and still to be deleted. */
  readonly delete?: boolean;
  /** To be replaced by the next `up`. */
  readonly taint?: boolean;
}

interface Inputs {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly name?: unknown;
  readonly namespace?: unknown;
}

/**
 * Takes objects whose creation was cut off into the state, as if it had ended well: whoever refreshes after that finds
 * out which of them are in the cluster. Left alone, Pulumi would create them again, and the cluster would refuse.
 * Other unfinished operations leave the state as it was, which is what a refresh starts from.
 *
 * @returns the stack to import, which holds nothing unfinished; the names of what was taken in; and the URNs of what is
 *   not in it though it may be there: its maker gives it an id that nobody knows, so only a person can look it up
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
  // Order counts: what depends on a replaced object stands after its place.
  const replaced = resources.map((it) => (it.pendingReplacement ? (taken.get(it.urn) ?? it) : it));
  const added = [...taken.values()].filter((it) => !replaced.includes(it));
  return {
    stack: { ...stack, deployment: { ...rest, resources: [...replaced, ...added] } },
    taken: [...taken.keys()].map((urn) => urn.slice(urn.lastIndexOf('::') + 2)),
    open: open.map(({ resource }) => resource.urn),
  };
}

/** Of these nothing is anywhere but in the state, or making it a second time changes nothing. */
function isMadeAgain({ type }: ExportedResource): boolean {
  return ['pulumi:', 'random:', 'command:'].some((start) => type.startsWith(start));
}

function asCreated(resource: ExportedResource): ExportedResource[] {
  const id = idOf(resource);
  if (id === undefined) return [];
  const { inputs } = resource;
  if (resource.type !== RELEASE) return [{ ...resource, id, outputs: inputs }];
  // Helm holds a release that was cut off to be under way for ever, so it is replaced. The provider reads its inputs there.
  return [{ ...resource, id, outputs: { ...inputs, __inputs: seal(opened(inputs)) }, taint: true }];
}

const RELEASE = 'kubernetes:helm.sh/v3:Release';

/** The id of what is in a cluster follows from its name. */
function idOf({ type, inputs }: ExportedResource): string | undefined {
  if (!type.startsWith('kubernetes:')) return undefined;
  const { name, namespace } = (type === RELEASE ? inputs : inputs?.metadata) ?? {};
  if (name === undefined) return undefined;
  return namespace === undefined || namespace === '' ? `${name}` : `${namespace}/${name}`;
}
