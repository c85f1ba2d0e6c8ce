import * as pulumi from '@pulumi/pulumi';
import { Releases } from '../bridge/await-helm-releases.ts';
import type { Timeouts } from '../bridge/await-timeouts-and-annotations.ts';
import type { AddOn } from '../workloads/add-ons/list-wanted-helm-releases.ts';

/** One Helm release, under the type token of Pulumi's own class, so that its provider installs it. */
class Release extends pulumi.CustomResource {}

/** An add-on; dependents wait until it runs, and not merely until Helm is done. */
class RunningAddOn extends pulumi.ComponentResource {
  constructor(
    name: string,
    install: (parent: RunningAddOn) => Promise<void>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super('finance-platform:index:AddOn', name, { install }, opts);
  }

  protected override async initialize({
    install,
  }: {
    readonly install: (it: RunningAddOn) => Promise<void>;
  }) {
    await install(this);
  }
}

/** Cluster that add-ons are installed in. */
export interface Target {
  readonly provider: pulumi.ProviderResource;
  readonly kubeconfig: pulumi.Input<string>;
}

/**
 * Installs each add-on as a Helm release of its own, and waits until it runs. One that fails is left as it is, for people to
 * look at, and the next `up` goes on.
 *
 * @param after resources that all of them wait for
 * @returns the add-ons, to depend on where their custom kinds or webhooks are needed
 */
export function installAddOns(
  addOns: readonly AddOn[],
  { provider, kubeconfig }: Target,
  after: readonly pulumi.Resource[] = [],
  opts: pulumi.ComponentResourceOptions = {},
): readonly pulumi.Resource[] {
  const bridge = new pulumi.Config('bridge');
  const releases = new Releases({
    kubeconfig,
    patience: bridge.getNumber('patience'),
    timeouts: bridge.getObject<Timeouts>('timeouts') ?? {},
  });
  const running = new Map<string, RunningAddOn>();
  const late = ({ after: others = [] }: AddOn) => Number(others.length > 0);
  for (const addOn of addOns.toSorted((one, other) => late(one) - late(other))) {
    const before = (addOn.after ?? []).map((other) => running.get(other)).filter((it) => it !== undefined);
    const dependsOn = [...after, ...before];
    const install = async (parent: RunningAddOn) => {
      const release = new Release('kubernetes:helm.sh/v3:Release', `add-on/${addOn.name}`, inputsOf(addOn), {
        parent,
        provider,
        dependsOn,
        deleteBeforeReplace: true, // Helm refuses two releases of one name
        // Releases were siblings of their add-on in earlier versions.
        aliases: [{ parent: opts.parent ?? pulumi.rootStackResource }],
      });
      await releases.ready(addOn, release, parent);
    };
    running.set(addOn.name, new RunningAddOn(addOn.name, install, { ...opts, dependsOn }));
  }
  return [...running.values()];
}

function inputsOf({ name, chart, version, repository, namespace, values }: AddOn): pulumi.Inputs {
  return {
    name,
    ...(repository.startsWith('oci://')
      ? { chart: `${repository.replace(/\/$/, '')}/${chart}` }
      : { chart, repositoryOpts: { repo: repository } }),
    version,
    namespace,
    createNamespace: true,
    values,
    // The provider's own wait is silent, and rolls back the very pods that could tell why a release does not come up.
    skipAwait: true,
  };
}
