import * as pulumi from '@pulumi/pulumi';
import type { AddOn } from '../workloads/add-ons/add-ons.ts';

/** One Helm release, under the token of Pulumi's own class, so that its provider installs it. */
class Release extends pulumi.CustomResource {}

/**
 * Installs each add-on as a Helm release of its own, and waits until it runs.
 *
 * @param after what all of them wait for
 * @returns the releases, for what needs their custom kinds or webhooks
 */
export function installAddOns(
  addOns: readonly AddOn[],
  provider: pulumi.ProviderResource,
  after: readonly pulumi.Resource[] = [],
  opts: pulumi.CustomResourceOptions = {},
): readonly pulumi.Resource[] {
  const releases = new Map<string, pulumi.Resource>();
  const late = ({ after: others = [] }: AddOn) => Number(others.length > 0);
  for (const addOn of addOns.toSorted((one, other) => late(one) - late(other))) {
    const { name, chart, version, repository, namespace, values, after: others = [] } = addOn;
    const before = others.map((other) => releases.get(other)).filter((it) => it !== undefined);
    const release = new Release(
      'kubernetes:helm.sh/v3:Release',
      `add-on/${name}`,
      {
        name,
        ...(repository.startsWith('oci://')
          ? { chart: `${repository.replace(/\/$/, '')}/${chart}` }
          : { chart, repositoryOpts: { repo: repository } }),
        version,
        namespace,
        createNamespace: true,
        values,
        // One that does not come up is taken back at once, and the next `up` tries again.
        atomic: true,
        timeout: 600,
      },
      // Two of one name Helm refuses.
      { ...opts, provider, dependsOn: [...after, ...before], deleteBeforeReplace: true },
    );
    releases.set(name, release);
  }
  return [...releases.values()];
}
