/** What `pulumi stack export` writes, as far as it matters here. */
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
  readonly inputs?: { readonly metadata?: { readonly name: string; readonly namespace?: string } };
  readonly outputs?: unknown;
  /** Gone from the cluster, and kept until there is another one in its place. */
  readonly pendingReplacement?: boolean;
  /** Replaced by another one, and still to be deleted. */
  readonly delete?: boolean;
}

/**
 * Takes objects whose creation was cut off into the state, as if it had ended well: whoever refreshes after that finds
 * out which of them are in the cluster. Left alone, Pulumi would create them again, and the cluster would refuse.
 * Other unfinished operations leave the state as it was, which is what a refresh starts from.
 *
 * @returns the stack to import, and the names of what was taken in
 */
export function settleUnfinished<S extends ExportedStack>(stack: S) {
  const { pending_operations = [], resources = [], ...rest } = stack.deployment;
  const live = new Set(resources.filter((it) => !it.pendingReplacement && !it.delete).map(({ urn }) => urn));
  const taken = new Map(
    pending_operations
      .filter(({ type, resource }) => type === 'creating' && !live.has(resource.urn))
      .flatMap(({ resource }) => asCreated(resource))
      .map((resource) => [resource.urn, resource]),
  );
  // Order counts: what depends on a replaced object stands after its place.
  const replaced = resources.map((it) => (it.pendingReplacement ? (taken.get(it.urn) ?? it) : it));
  const added = [...taken.values()].filter((it) => !replaced.includes(it));
  return {
    stack: { ...stack, deployment: { ...rest, resources: [...replaced, ...added] } },
    taken: [...taken.keys()].map((urn) => urn.slice(urn.lastIndexOf('::') + 2)),
  };
}

/** The id of a Kubernetes object follows from its name; what else there is has to be made again. */
function asCreated(resource: ExportedResource): ExportedResource[] {
  const metadata = resource.inputs?.metadata;
  if (!resource.type.startsWith('kubernetes:') || metadata === undefined) return [];
  const { namespace, name } = metadata;
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return [{ ...resource, id, outputs: resource.inputs }];
}
