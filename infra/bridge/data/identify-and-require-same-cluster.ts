import * as pulumi from '@pulumi/pulumi';
import { type Api, apiOf } from '../api/kubernetes-client.ts';
import { RELEASED_CLUSTER } from '../protect-and-ignore-changes.ts';
import { type Former, former } from '../read-state-before-run.ts';
import { unneededReleases } from './warn-of-unused-permissions-to-lose-data.ts';

/** Access to an existing cluster. */
export interface Way {
  readonly kubeconfig: string;
  /** Name of the context, which each person chooses. */
  readonly name: string;
  /** URL of the API server, which may move. */
  readonly server: string;
}

/**
 * Identifier of a cluster for as long as it lives, whichever address and context people use: the UID of its first namespace.
 * A stack that already knows the same cluster by another identifier keeps that, because a new one replaces all of its
 * objects.
 */
export async function identifierOf(way: Way): Promise<string> {
  if (!pulumi.runtime.hasEngine()) return byWay(way);
  const all = await former();
  const api = await apiOf(way.kubeconfig);
  const [uid, holdsOurs] = await Promise.all([uidOf(api, 'kube-system'), holdsNamespaceOf(all, api)]);
  return settled(identifierIn(all), { ...way, uid, holdsOurs });
}

/**
 * Chooses between the stored identifier and the present one.
 *
 * @param found `holdsOurs`: true when a namespace of the stack is in the cluster, by its UID
 */
export function settled(
  stored: string | undefined,
  { uid, holdsOurs, ...way }: Pick<Way, 'name' | 'server'> & { uid: string | undefined; holdsOurs: boolean },
): string {
  const now = uid === undefined ? byWay(way) : `${BY_UID}${uid}`;
  if (stored === undefined || stored === now) return now;
  const isSame =
    holdsOurs || (stored.startsWith(BY_UID) ? uid === undefined : stored.endsWith(` at ${way.server}`));
  return isSame ? stored : now;
}

/**
 * Refuses to move to another cluster: all objects would be created there, and deleted from the present one.
 *
 * @param identifier of the program's cluster
 * @param release objects that may be lost all the same
 * @throws pulumi.RunError before anything is registered
 */
export async function requireSameCluster(identifier: string, release: readonly string[]): Promise<void> {
  const warning = allowedMove(identifierIn(await former()), identifier, release);
  if (warning !== undefined) await pulumi.log.warn(warning);
}

/**
 * The same of a stack whose objects are in the cluster `stored`.
 *
 * @returns what is to be said of a permission that the run has no use for
 */
export function allowedMove(
  stored: string | undefined,
  identifier: string,
  release: readonly string[],
): string | undefined {
  if (stored === undefined || stored === identifier)
    return unneededReleases(release, (name) => name === RELEASED_CLUSTER);
  if (release.includes(RELEASED_CLUSTER)) return undefined;
  throw new pulumi.RunError(
    `the objects of this stack are in another cluster, so nothing was touched:
    they are in "${stored}", and this is "${identifier}"
Go to theirs (KUBECONFIG, cluster.context), or make a stack of its own for this one (pulumi stack init).
  → to make all of them anew here and delete them there: pulumi config set --path 'bridge:release[${release.length}]' ${RELEASED_CLUSTER}`,
  );
}

const BY_UID = 'kube-system ';

function byWay({ name, server }: Pick<Way, 'name' | 'server'>): string {
  return `${name} at ${server}`;
}

function identifierIn(all: readonly Former[]): string | undefined {
  const provider = all.find(({ type, name }) => type === 'pulumi:providers:kubernetes' && name === 'cluster');
  return provider?.outputs['clusterIdentifier'];
}

async function holdsNamespaceOf(all: readonly Former[], api: Api): Promise<boolean> {
  const ours = all.filter(({ type }) => type === 'kubernetes:core/v1:Namespace');
  const uids = await Promise.all(ours.map(({ outputs }) => uidOf(api, outputs['metadata']?.name)));
  return ours.some(({ outputs }, at) => uids[at] !== undefined && uids[at] === outputs['metadata']?.uid);
}

/** UID of a namespace; `undefined` when it does not exist or may not be read. */
async function uidOf(api: Api, namespace: string): Promise<string | undefined> {
  try {
    const { text } = await api.ask(`/api/v1/namespaces/${namespace}`);
    return (JSON.parse(text) as { readonly metadata: { readonly uid: string } }).metadata.uid;
  } catch {
    return undefined;
  }
}
