import type { AnyObject } from '../api/read-and-write-objects.ts';
import { opened } from '../unwrap-and-seal-state-secrets.ts';

/** Objects that a stack deployed, read from `pulumi stack export --show-secrets`. */
export interface Deployed {
  /** Kubeconfigs by the reference of their provider. */
  readonly kubeconfigs: ReadonlyMap<string, string>;
  readonly objects: readonly DeployedObject[];
  /** Number of other resources, by provider and module: `aws:ec2`. */
  readonly others: ReadonlyMap<string, number>;
}

export interface DeployedObject {
  readonly provider: string;
  /** Field manager that the provider generated for the object. */
  readonly manager: string;
  readonly object: AnyObject;
  /** Secret texts in the object. */
  readonly secrets: readonly string[];
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  /** True for a real resource, not a mere component. */
  readonly custom?: boolean;
  readonly id?: string;
  readonly delete?: boolean;
  readonly provider?: string;
  readonly inputs?: AnyObject;
  readonly outputs?: AnyObject;
}

export function deployedBy(exported: {
  readonly deployment: { readonly resources?: readonly Resource[] };
}): Deployed {
  const resources = (exported.deployment.resources ?? []).filter((one) => !one.delete);
  const providers = resources.filter(({ type }) => type === 'pulumi:providers:kubernetes');
  const objects = resources.filter(
    ({ type, inputs }) => type.startsWith('kubernetes:') && inputs?.['kind'] !== undefined,
  );
  const others = resources.filter(
    (one) => one.custom === true && !objects.includes(one) && !NOWHERE_ELSE.test(one.type),
  );
  return {
    others: countsOf(others.map(({ type }) => moduleOf(type))),
    kubeconfigs: new Map(
      providers.map(({ urn, id, inputs }) => [`${urn}::${id}`, String(opened(inputs?.['kubeconfig']))]),
    ),
    objects: objects.map(({ provider = '', inputs = {}, outputs = {} }) => {
      const secrets: string[] = [];
      const shown = opened(inputs, secrets) as AnyObject;
      return {
        provider,
        manager: String(opened(shown['__fieldManager'] ?? outputs['__fieldManager'])),
        object: Object.fromEntries(Object.entries(shown).filter(([key]) => !key.startsWith('__'))),
        secrets,
      };
    }),
  };
}

/** Types that exist in the state only. */
const NOWHERE_ELSE = /^(pulumi|random):/;

/** Module of a type: `aws:ec2` for `aws:ec2/vpc:Vpc`. */
function moduleOf(type: string): string {
  const [provider, module = ''] = type.split(':');
  return `${provider}:${module.split('/')[0]}`;
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names.toSorted()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
