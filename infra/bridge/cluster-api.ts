import { Agent, type RequestOptions } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { messageIn, send } from './send.ts';

/** An object as the API server sends it: nothing that a list of types does not know is lost. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the Kubernetes API
export type Live = Readonly<Record<string, any>>;

/** The API server of a cluster, for objects of any kind. */
export interface Api {
  /** Nothing where there is none. */
  read(object: Live): Promise<Live | undefined>;
  /** What the object would be after a server-side apply by this field manager; changes nothing. */
  applied(object: Live, manager: string): Promise<Live>;
  /** Changes some of its fields (RFC 7386: `null` takes one away). */
  merge(object: Live, change: Live): Promise<void>;
  /** Deletes it with all that it made, and waits until it is gone. */
  remove(object: Live): Promise<void>;
}

/** @param kubeconfig text of one, whatever its user proves itself with */
export async function apiOf(kubeconfig: string): Promise<Api> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('the kubeconfig of the stack names no cluster');
  const access: RequestOptions = {};
  await config.applyToHTTPSOptions(access);
  const agent = new Agent({ ...access, keepAlive: true, maxSockets: 10 } as object);

  const call = async (
    method: string,
    path: string,
    body?: object,
    type = 'application/apply-patch+yaml', // which JSON is, too
  ): Promise<Live | undefined> => {
    const headers = {
      ...(access.headers as Record<string, string> | undefined),
      accept: 'application/json',
      ...(body && { 'content-type': type }),
    };
    const url = new URL(server.replace(/\/$/, '') + path);
    const { status, text } = await send(
      url,
      { ...access, agent, method, headers },
      body && JSON.stringify(body),
    );
    if (status === 404) return undefined;
    if (status >= 300) throw new Error(`${method} ${path}: ${messageIn(text) ?? status}`);
    return JSON.parse(text) as Live;
  };
  const kinds = new Map<string, Promise<Live | undefined>>();
  const pathOf = async ({ apiVersion, kind, metadata }: Live): Promise<string | undefined> => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    if (!kinds.has(root)) kinds.set(root, call('GET', root));
    const list = (await kinds.get(root))?.['resources'] as readonly Live[] | undefined;
    const found = list?.find((one) => one['kind'] === kind && !one['name'].includes('/'));
    if (!found) return undefined;
    const where = found['namespaced'] ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${where}/${found['name']}/${metadata.name}`;
  };
  return {
    async read(object) {
      const path = await pathOf(object);
      return path === undefined ? undefined : call('GET', path);
    },
    async applied(object, manager) {
      const query = new URLSearchParams({ dryRun: 'All', fieldManager: manager, force: 'true' });
      const answer = await call('PATCH', `${await pathOf(object)}?${query}`, object);
      if (!answer)
        throw new Error(`${object['kind']} ${object['metadata'].name} went while it was looked at`);
      return answer;
    },
    async merge(object, change) {
      await call('PATCH', String(await pathOf(object)), change, 'application/merge-patch+json');
    },
    async remove(object) {
      const path = await pathOf(object);
      if (path === undefined) return;
      await call('DELETE', `${path}?propagationPolicy=Foreground`);
      while (await call('GET', path)) await setTimeout(500);
    },
  };
}
