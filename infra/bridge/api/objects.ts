import { setTimeout } from 'node:timers/promises';
import { type Api, ApiError, MERGE_PATCH } from './api.ts';
import type { Answer } from './send.ts';

/** An object as the API server sends it: nothing that a list of types does not know is lost. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the Kubernetes API
export type AnyObject = Readonly<Record<string, any>>;

/** Objects of any kind in a cluster, each by its kind, namespace and name. */
export interface Objects {
  /** Nothing where there is none. */
  read(object: AnyObject): Promise<AnyObject | undefined>;
  /** What the object would be after a server-side apply by this field manager; changes nothing. */
  applied(object: AnyObject, manager: string): Promise<AnyObject>;
  /** Applies an object in the name of a field manager, whoever else has its fields. */
  apply(object: AnyObject, manager: string): Promise<void>;
  /** Puts an object in the place of the one there. */
  replace(object: AnyObject, manager: string): Promise<void>;
  /** Changes some of its fields (RFC 7386: `null` takes one away). */
  merge(object: AnyObject, change: AnyObject): Promise<void>;
  /** Deletes it with all that it made, and waits until it is gone. */
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

/** Nothing where the API server says that there is none. */
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
  headers: { 'content-type': 'application/apply-patch+yaml' }, // which JSON is, too
};
