import { ApiObject, type App, JsonPatch } from 'cdk8s';
import { type KubeObject, podTemplate, podTemplatePath } from '../../manifests/object.ts';
import { pieces } from '../../manifests/placeholder-tokens.ts';
import { READ_AT_START } from '../../manifests/pod-rolling-annotation-names.ts';
import { references } from '../../manifests/references.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';
import type { DeclaredValue } from './declared-value-types.ts';
import { storeKey } from './name-and-rotation-in-secret-store.ts';
import { STORE_NAMES, type Store, secretStore, VAULT_FIELD } from './secret-store.ts';

/**
 * Replaces every Secret of the platform by an ExternalSecret of the same name, so that no value is in a manifest,
 * a plan or a state.
 *
 * The operator updates a Secret some time after its ExternalSecret. So each Secret has a key for its rotation, `ROUND_2`,
 * and each pod that reads it references that key: it rolls when the rotation is raised, and the kubelet starts it when the
 * Secret is updated. Keys of some earlier rotations are kept, for pods that still reference them.
 *
 * Source: `ExternalSecret` of external-secrets.io/v1.
 */
export function takeFromStore(app: App, store: Store, declared: readonly DeclaredValue[]): void {
  const values = new Map(declared.map((value) => [value.token, storeKey(value)]));
  const objects = app.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  const rounds = new Map<string, number>();
  const stores = new Set<string>();
  for (const secret of objects.filter(({ kind }) => kind === 'Secret')) {
    const { chart } = secret;
    const namespace = chart.namespace ?? '';
    if (!stores.has(namespace)) secretStore(chart, store);
    stores.add(namespace);
    const manifest = secret.toJson() as SecretManifest;
    const used = tokensOf(manifest).map((token) => known(values, token));
    const round = Math.max(...used.map((value) => value.round));
    rounds.set(`${namespace}/${secret.name}`, round);
    const { scope, id } = secret.node;
    scope?.node.tryRemoveChild(id);
    if (scope)
      new CustomResource(scope, id, EXTERNAL_SECRET, {
        metadata: { name: secret.name },
        spec: specOf(manifest, store, values, round),
      });
  }
  for (const object of objects.filter(({ kind }) => kind !== 'Secret')) askForRounds(object, rounds);
}

const EXTERNAL_SECRET = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };

type SecretManifest = KubeObject & { readonly stringData: Readonly<Record<string, string>>; type?: string };
type Values = ReadonlyMap<string, { readonly name: string; readonly round: number }>;

function specOf(secret: SecretManifest, store: Store, values: Values, round: number) {
  const { metadata, stringData, type } = secret;
  const tokens = [...new Set(tokensOf(secret))];
  const texts = Object.entries(stringData).map(([key, text]) => [key, templateOf(text)]);
  return {
    refreshInterval: `${store.refreshMinutes}m0s`,
    secretStoreRef: { kind: 'SecretStore', name: STORE_NAMES[store.kind] },
    target: {
      name: metadata.name,
      creationPolicy: 'Owner',
      // Values deleted from the store by mistake are kept in the cluster.
      deletionPolicy: 'Retain',
      template: {
        engineVersion: 'v2',
        mergePolicy: 'Replace',
        type: type ?? 'Opaque',
        metadata: { labels: metadata.labels },
        data: { ...Object.fromEntries(texts), ...keysUpTo(round) },
      },
    },
    data: tokens.map((token) => ({
      secretKey: token,
      remoteRef: {
        key: `${store.prefix}/${known(values, token).name}`,
        ...(store.kind === 'vault' && { property: VAULT_FIELD }),
      },
    })),
  };
}

/** Translates tokens into Go templates. */
function templateOf(text: string): string {
  return pieces(text)
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if (piece.filter) throw new Error(`no ExternalSecret can filter ⟦${piece.name}|${piece.filter}⟧`);
      return `{{ index . "${piece.name}" }}`;
    })
    .join('');
}

function keyOf(round: number): string {
  return `ROUND_${round}`;
}

function keysUpTo(round: number): Record<string, string> {
  const kept = Array.from({ length: Math.min(round, ROUNDS_KEPT) }, (_, back) => round - back);
  return Object.fromEntries(kept.toReversed().map((one) => [keyOf(one), 'is here']));
}

/** More rotations than are ever raised at once: three end every session. */
const ROUNDS_KEPT = 5;

/** Makes the first container reference the rotations of all Secrets whose change rolls the pod. */
function askForRounds(object: ApiObject, rounds: ReadonlyMap<string, number>): void {
  const manifest = object.toJson() as KubeObject;
  const template = podTemplate(manifest);
  if (!template) return;
  const atStart = template.metadata?.annotations?.[READ_AT_START]?.split(',') ?? [];
  const read = references(manifest).filter(({ kind, name }) => kind === 'Secret' && !atStart.includes(name));
  const asked = [...new Set(read.map(({ name }) => name))].toSorted().flatMap((name) => {
    const round = rounds.get(`${manifest.metadata.namespace}/${name}`) ?? 0;
    const variable = `${name.toUpperCase().replaceAll('-', '_')}_ROUND`;
    const from = { secretKeyRef: { name, key: keyOf(round) } };
    return round === 0 ? [] : [{ name: variable, valueFrom: from }];
  });
  if (asked.length === 0) return;
  const { initContainers = [], containers } = template.spec;
  const list = initContainers.length > 0 ? 'initContainers' : 'containers';
  const env = [...((initContainers[0] ?? containers[0])?.env ?? []), ...asked];
  const path = [...(podTemplatePath(manifest) ?? []), 'spec', list, '0', 'env'].join('/');
  object.addJsonPatch(JsonPatch.add(`/${path}`, env));
}

function tokensOf({ stringData }: SecretManifest): readonly string[] {
  return Object.values(stringData)
    .flatMap(pieces)
    .flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name]));
}

function known(values: Values, token: string) {
  const value = values.get(token);
  if (!value) throw new Error(`nobody declared how ⟦${token}⟧ is made`);
  return value;
}
