import { setTimeout } from 'node:timers/promises';
import { type Api, ApiError, MERGE_PATCH } from './kubernetes-client.ts';
import type { Answer } from './send-https-and-read-answer.ts';

/** An object as the API server sends it, with all fields, known to typed classes or not. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the Kubernetes API
export type AnyObject = Readonly<Record<string, any>>;

/** Reads and writes objects of any kind in a cluster, each by its kind, namespace and name. */
export interface Objects {
  /** Returns the live object; `undefined` when there is none, or the cluster lacks its kind. */
  read(object: AnyObject): Promise<AnyObject | undefined>;
  /** Dry-runs a server-side apply by this field manager, and returns the resulting object. */
  applied(object: AnyObject, manager: string): Promise<AnyObject>;
  /** Applies an object as a field manager, and takes over fields that others own. */
  apply(object: AnyObject, manager: string): Promise<void>;
  /** Replaces the live object. */
  replace(object: AnyObject, manager: string): Promise<void>;
  /** Patches some fields (JSON Merge Patch, RFC 7386: `null` removes one). */
  merge(object: AnyObject, change: AnyObject): Promise<void>;
  /** Deletes the object with its dependents (foreground propagation), and waits until it is gone. */
  remove(object: AnyObject): Promise<void>;
}

export function objectsOf({ ask }: Api): Objects {
  const found = (path: string) => whereItIs(ask(path));
  const kinds = new Map<string, Promise<AnyObject | undefined>>();
  const pathOf = async ({ apiVersion, kind, metadata }: AnyObject): Promise<string | undefined> => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    if (!kinds.has(root)) kinds.set(root, found(root));
    const list = (await kinds.get(root))?.['resources'] as readonly AnyObject[] | undefined;
    const its = list?.find((one) => one['kind'] === kind && !one['name'].includes('/'));
    if (!its) return undefined;
    const where = its['namespaced'] ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${where}/${its['name']}/${metadata.name}`;
  };
  const forced = async (object: AnyObject, manager: string, more = {}) => {
    const query = new URLSearchParams({ fieldManager: manager, force: 'true', ...more });
    return ask(`${await pathOf(object)}?${query}`, APPLY, object);
  };
  return {
    async read(object) {
      const path = await pathOf(object);
      return path === undefined ? undefined : found(path);
    },
    async applied(object, manager) {
      const { text } = await forced(object, manager, { dryRun: 'All' });
      return JSON.parse(text);
    },
    async apply(object, manager) {
      await forced(object, manager);
    },
    async replace(object, manager) {
      const query = new URLSearchParams({ fieldManager: manager });
      await ask(`${await pathOf(object)}?${query}`, PUT, object);
    },
    async merge(object, change) {
      await ask(String(await pathOf(object)), MERGE_PATCH, change);
    },
    async remove(object) {
      const path = await pathOf(object);
      if (path === undefined) return;
      await whereItIs(ask(`${path}?propagationPolicy=Foreground`, { method: 'DELETE' }));
      while (await found(path)) await setTimeout(500);
    },
  };
}

/** Parses an answer; `undefined` on a 404. */
async function whereItIs(asked: Promise<Answer>): Promise<AnyObject | undefined> {
  try {
    return JSON.parse((await asked).text);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

const PUT = { method: 'PUT', headers: { 'content-type': 'application/json' } };

const APPLY = {
  method: 'PATCH',
  headers: { 'content-type': 'application/apply-patch+yaml' }, // JSON is YAML
};
