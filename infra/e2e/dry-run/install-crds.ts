import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { isBuiltIn } from '../../manifests/built-in-api-groups.ts';
import { groupOf, type KubeObject } from '../../manifests/object.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { run } from '../run-process.ts';
import { PUBLISHERS, type Publisher } from './crd-publishers.ts';

/** Definitions of the custom kinds of some objects, on the cluster of KUBECONFIG. */
export interface CustomResources {
  /** Reasons why definitions are not available, by `Kind.group`. */
  readonly missing: ReadonlyMap<string, string>;
  /** Deletes the definitions that were created here, unless another field manager has changed them since. */
  remove(): Promise<void>;
}

/** Creates the definitions of the custom kinds of some objects; those that the cluster has already stay as they are. */
export async function defineKindsOf(objects: readonly KubeObject[]): Promise<CustomResources> {
  const missing = new Map<string, string>();
  const wanted = new Map<string, KubeObject>();
  for (const [group, kinds] of customKinds(objects)) {
    const definitions = await definitionsOf(group);
    for (const kind of kinds) {
      const definition = typeof definitions === 'string' ? undefined : definitions.get(kind);
      if (definition) wanted.set(definition.metadata.name, definition);
      else missing.set(`${kind}.${group}`, typeof definitions === 'string' ? definitions : 'no such kind');
    }
  }
  const present = new Set((await kubectl('get', 'crd', '-o', 'name')).split('\n').map(afterSlash));
  const made = [...wanted.keys()].filter((name) => !present.has(name));
  if (made.length > 0) {
    const input = made.map((name) => JSON.stringify(wanted.get(name))).join('\n');
    await kubectlWith(input, 'apply', '--server-side', `--field-manager=${MANAGER}`, '-f', '-');
    await kubectl(
      'wait',
      '--for=condition=Established',
      '--timeout=60s',
      ...made.map((name) => `crd/${name}`),
    );
  }
  return { missing, remove: () => remove(made) };
}

const MANAGER = 'finance-platform-dry-run';

function customKinds(objects: readonly KubeObject[]): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const object of objects) {
    const group = groupOf(object);
    if (!isBuiltIn(group)) kinds.set(group, (kinds.get(group) ?? new Set()).add(object.kind));
  }
  return kinds;
}

/** The definitions of a group by kind, or the reason why they are not available. */
async function definitionsOf(group: string): Promise<ReadonlyMap<string, KubeObject> | string> {
  const publisher = PUBLISHERS.find(({ groups }) => groups.includes(group));
  if (!publisher) return 'nobody is known to publish it: add them to crd-publishers.ts';
  const folder = await downloaded(publisher);
  if ('reason' in folder) return folder.reason;
  const definitions = new Map<string, KubeObject>();
  for (const file of publisher.folders.flatMap((name) => yamlFilesIn(join(folder.path, name)))) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes('kind: CustomResourceDefinition')) continue;
    for (const object of loadAll(text) as Array<Definition | null>) {
      if (object?.spec?.group === group) definitions.set(object.spec.names.kind, object);
    }
  }
  return definitions;
}

type Definition = KubeObject & {
  readonly spec?: { readonly group: string; readonly names: { readonly kind: string } };
};

/** Downloads a module, and verifies that it is what was pinned. */
export async function downloaded({ module, sum }: Publisher): Promise<{ path: string } | { reason: string }> {
  const { output } = await run('go', ['mod', 'download', '-json', module]).catch(() => ({ output: '' }));
  if (output === '') return { reason: 'Go is not installed, which brings its definition' };
  const {
    Dir,
    Sum,
    Error: failure,
  } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  if (failure) return { reason: failure };
  if (Sum !== sum) throw new Error(`${module} is not what was pinned: ${Sum}`);
  return { path: Dir };
}

function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(folder, file));
}

async function remove(made: readonly string[]): Promise<void> {
  for (const name of made) {
    const { metadata } = JSON.parse(await kubectl('get', 'crd', name, '-o', 'json', '--show-managed-fields'));
    const managers = metadata.managedFields.map(({ manager }: { manager: string }) => manager);
    const isOurs = managers.every((manager: string) => [MANAGER, 'kube-apiserver'].includes(manager));
    if (isOurs) await kubectl('delete', 'crd', name, '--wait=false');
  }
}

function afterSlash(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
