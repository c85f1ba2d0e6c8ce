import * as pulumi from '@pulumi/pulumi';
import type { Timeouts } from '../bridge/await.ts';
import { Releases } from '../bridge/releases.ts';
import type { AddOn } from '../workloads/add-ons/add-ons.ts';

/** One Helm release, under the token of Pulumi's own class, so that its provider installs it. */
class Release extends pulumi.CustomResource {}

/** An add-on: who depends on it waits until it runs, and not merely until Helm is done. */
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

/** Where add-ons go. */
export interface Target {
  readonly provider: pulumi.ProviderResource;
  readonly kubeconfig: pulumi.Input<string>;
}

/**
 * Installs each add-on as a Helm release of its own, and waits until it runs. One that cannot stays as it is, for people to
 * look at, and the next `up` goes on.
 *
 * @param after what all of them wait for
 * @returns the add-ons, for what needs their custom kinds or webhooks
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
        deleteBeforeReplace: true, // two of one name Helm refuses
        // It stood beside the add-on once.
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
    // Its provider would wait in silence, and take back what could tell why it does not come up.
    skipAwait: true,
  };
}
