import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { STACKS } from '../../command/stacks-of-project.ts';
import { checksum } from '../../manifests/json-checksum.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../../settings/schema.ts';
import { acceptedOf, randomGroups } from '../../settings/testing/random-settings.ts';
import { issueCertificates } from '../../synth/sign-certificates-locally.ts';
import { objectsOf } from '../../workloads/testing/objects-from-settings.ts';

/** Objects that some settings produce, without those that an earlier set contains in the same form. */
export interface ObjectSet {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

const ACCEPTED = join(import.meta.dirname, '../../settings/fixtures/accepted');

/**
 * Sets of both stacks, then of the accepted settings fixtures, so that the changes of each setting are in one of them, then
 * of a thousand random accepted settings, by the hundred.
 */
export function objectSets(prefix: string): readonly ObjectSet[] {
  const seen = new Set<string>();
  const setOf = (name: string, settings: readonly Settings[]): ObjectSet => {
    const texts = settings
      .flatMap((one) => movedTo(prefix, objectsOf(one)))
      .map((object) => JSON.stringify(object).replace(TOKEN, dummyOf).replace(NODE_PORT, ''))
      .filter((text) => !seen.has(text) && seen.add(text));
    return { name, objects: texts.map((text) => JSON.parse(text)) };
  };
  const variants = readdirSync(ACCEPTED).map((file) => file.replace(/^Pulumi\.(.+)\.yaml$/, '$1'));
  return [
    ...STACKS.map((name) => setOf(`stack ${name}`, [readStackFile(name)])),
    ...variants.map((name) => setOf(name, [readStackFile(name, ACCEPTED)])),
    ...hundredsOf(randomSettings()).map((some, index) => setOf(`random settings ${index + 1}00`, some)),
  ];
}

const RANDOM = 1000;
const SEED = 12;

/** A thousand accepted random settings; about three of eight are accepted, hence four times as many tries. */
function randomSettings(): readonly Settings[] {
  const accepted = randomGroups(RANDOM * 4, SEED).flatMap((groups) => acceptedOf(groups) ?? []);
  if (accepted.length < RANDOM) throw new Error(`only ${accepted.length} random settings were accepted`);
  return accepted.slice(0, RANDOM);
}

function hundredsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.flatMap((_, index) => (index % 100 === 0 ? [all.slice(index, index + 100)] : []));
}

const TOKEN = /⟦([^⟧]*)⟧/gu;
/** Value in place of a token: valid both as Base64 and as a word. */
const DUMMY = 'ZHVt';

/** A certificate and its key, since the API server reads those of a Secret of its type for TLS. */
const PAIR = await issueCertificates(
  (['certificate', 'key'] as const).map((part) => ({
    token: part,
    made: { by: 'certificate', part, holder: { name: 'server', dnsNames: ['localhost'] }, round: 1 },
  })),
);

function dummyOf(_all: string, token: string): string {
  const [, part = ''] = /\.(certificate|key)\.\d+$/.exec(token) ?? [];
  const pem = PAIR.get(part);
  return pem === undefined ? DUMMY : JSON.stringify(pem).slice(1, -1);
}

/** Pattern of node ports, which are removed: a cluster allocates each once, and may have done so already. */
const NODE_PORT = /"nodePort":\d+,?/g;

/**
 * Moves objects to namespaces of the test, except those of a cluster's own (`kube-…`). The new name contains a checksum of
 * the namespace's labels, which say what its pods may do, since other settings may use the same name for another part.
 */
function movedTo(prefix: string, objects: readonly KubeObject[]): readonly KubeObject[] {
  const labels = new Map(
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata: { name, labels } }) => [name, labels]),
  );
  const moved = (namespace: string) =>
    namespace.startsWith('kube-')
      ? namespace
      : `${prefix}-${checksum(labels.get(namespace) ?? {}).slice(0, 6)}-${namespace}`.slice(0, 63);
  return objects.map((object) => {
    const { metadata, kind } = object;
    return {
      ...object,
      metadata: {
        ...metadata,
        ...(kind === 'Namespace' && { name: moved(metadata.name) }),
        ...(metadata.namespace !== undefined && { namespace: moved(metadata.namespace) }),
      },
    };
  });
}
