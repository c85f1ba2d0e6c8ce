import * as pulumi from '@pulumi/pulumi';
import { type Api, apiOf } from '../api/api.ts';
import { RELEASED_CLUSTER } from '../guard.ts';
import { type Former, former } from './former.ts';

/** A cluster that is there already, by one way to it. */
export interface Way {
  readonly kubeconfig: string;
  /** Name of the context, which each person chooses. */
  readonly name: string;
  /** URL of the API server, which may move. */
  readonly server: string;
}

/**
 * What a cluster is known by as long as it lives, whoever goes which way to it: the UID of its first namespace. A stack that
 * knows the same cluster by something else goes on with that, because another identifier makes all of its objects anew.
 */
export async function identifierOf(way: Way): Promise<string> {
  if (!pulumi.runtime.hasEngine()) return byWay(way);
  const all = await former();
  const api = await apiOf(way.kubeconfig);
  const [uid, holdsOurs] = await Promise.all([uidOf(api, 'kube-system'), holdsNamespaceOf(all, api)]);
  return settled(identifierIn(all), { ...way, uid, holdsOurs });
}

/** @param found `holdsOurs`: whether a namespace of the stack is in it, the very same */
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
 * Refuses to go to another cluster: all objects would be made anew there, and deleted where they are.
 *
 * @param identifier of the cluster that the program is about
 * @param release what may be lost all the same
 * @throws pulumi.RunError before anything is registered
 */
export async function requireSameCluster(identifier: string, release: readonly string[]): Promise<void> {
  const stored = identifierIn(await former());
  if (stored === undefined || stored === identifier || release.includes(RELEASED_CLUSTER)) return;
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

/** Nothing where it is not there, or not for us to see. */
async function uidOf(api: Api, namespace: string): Promise<string | undefined> {
  try {
    const { text } = await api.ask(`/api/v1/namespaces/${namespace}`);
    return (JSON.parse(text) as { readonly metadata: { readonly uid: string } }).metadata.uid;
  } catch {
    return undefined;
  }
}
