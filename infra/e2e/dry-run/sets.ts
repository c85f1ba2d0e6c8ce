import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../manifests/object.ts';
import { readStackFile } from '../../settings/read.ts';
import { STACKS } from '../../synth/command-line.ts';
import { objectsIn } from '../../workloads/house/objects-in.ts';
import { platform } from '../../workloads/platform.ts';

/** The objects that some settings make, less those that a set before has made just so. */
export interface ObjectSet {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

const ACCEPTED = join(import.meta.dirname, '../../settings/fixtures/accepted');

/** Both stacks, then the settings that the fixtures accept: what each setting changes is in one of them. */
export function objectSets(prefix: string): readonly ObjectSet[] {
  const seen = new Set<string>();
  const variants = readdirSync(ACCEPTED).map((file) => file.replace(/^Pulumi\.(.+)\.yaml$/, '$1'));
  const all = [
    ...STACKS.map((name) => ({ name: `stack ${name}`, settings: readStackFile(name) })),
    ...variants.map((name) => ({ name, settings: readStackFile(name, ACCEPTED) })),
  ];
  return all.map(({ name, settings }) => {
    const texts = objectsIn(platform(settings).app)
      .map((object) => JSON.stringify(movedTo(prefix, object)).replace(TOKEN, DUMMY).replace(NODE_PORT, ''))
      .filter((text) => !seen.has(text) && seen.add(text));
    return { name, objects: texts.map((text) => JSON.parse(text)) };
  });
}

const TOKEN = /⟦[^⟧]*⟧/gu;
/** Base64, and a word besides. */
const DUMMY = 'ZHVt';
/** A cluster gives each of these ports once, and may have given it to somebody. */
const NODE_PORT = /"nodePort":\d+,?/g;

/** The same object in namespaces of the test; those that every cluster has stay. */
function movedTo(prefix: string, object: KubeObject): KubeObject {
  const { metadata, kind } = object;
  const moved = (namespace: string) =>
    namespace.startsWith('kube-') ? namespace : `${prefix}-${namespace}`.slice(0, 63);
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kind === 'Namespace' && { name: moved(metadata.name) }),
      ...(metadata.namespace !== undefined && { namespace: moved(metadata.namespace) }),
    },
  };
}
