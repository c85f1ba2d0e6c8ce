import type { Live } from './api.ts';

/** What a stack deployed, as `pulumi stack export --show-secrets` tells it. */
export interface Deployed {
  /** Of the cluster, by the reference of its provider. */
  readonly kubeconfigs: ReadonlyMap<string, string>;
  readonly objects: readonly DeployedObject[];
}

export interface DeployedObject {
  readonly provider: string;
  /** The field manager that the provider made up for it. */
  readonly manager: string;
  readonly object: Live;
  /** Texts in it that nobody may see. */
  readonly secrets: readonly string[];
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly provider?: string;
  readonly inputs?: Live;
  readonly outputs?: Live;
}

export function deployedBy(exported: {
  readonly deployment: { readonly resources?: readonly Resource[] };
}): Deployed {
  const resources = (exported.deployment.resources ?? []).filter((one) => !one.delete);
  const providers = resources.filter(({ type }) => type === 'pulumi:providers:kubernetes');
  const objects = resources.filter(
    ({ type, inputs }) => type.startsWith('kubernetes:') && inputs?.['kind'] !== undefined,
  );
  return {
    kubeconfigs: new Map(
      providers.map(({ urn, id, inputs }) => [`${urn}::${id}`, String(plain(inputs?.['kubeconfig'], []))]),
    ),
    objects: objects.map(({ provider = '', inputs = {}, outputs = {} }) => {
      const secrets: string[] = [];
      const shown = plain(inputs, secrets) as Live;
      return {
        provider,
        manager: String(plain(shown['__fieldManager'] ?? outputs['__fieldManager'], [])),
        object: Object.fromEntries(Object.entries(shown).filter(([key]) => !key.startsWith('__'))),
        secrets,
      };
    }),
  };
}

/** Takes values out of their seals, and notes the texts among them. */
function plain(value: unknown, secrets: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one, secrets));
  const fields = value as Live;
  if (fields[SIGNATURE] === SECRET) {
    const opened: unknown = JSON.parse(fields['plaintext'] ?? 'null');
    secrets.push(...textsIn(opened));
    return opened;
  }
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, plain(one, secrets)]));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** How Pulumi marks a secret (sdk/proto: `sigkey` and the signature of secrets). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
