import * as pulumi from '@pulumi/pulumi';
import { address } from '../manifests/object.ts';
import { type Api, apiOf } from './api/kubernetes-client.ts';
import { objectsOf } from './api/read-and-write-objects.ts';
import type { Growth } from './data/compare-volume-sizes.ts';
import { grow, growthOf } from './data/grow-volumes.ts';
import { isKnown, known } from './known-value.ts';
import type { Plan, PlannedObject } from './plan-objects.ts';
import {
  isQuota,
  type Raise,
  raise,
  raisesOf,
  secondsToLeave,
  untilItFits,
} from './raise-quotas-first-and-lower-last.ts';
import { ResourceReadiness } from './ready/wait-with-pulumi-log.ts';
import { refuseForeignNamespaces } from './refuse-to-create-existing-namespaces.ts';

/** Access to the cluster, and patience, for the checks around a run. */
export interface WatchOptions {
  readonly kubeconfig: pulumi.Input<string>;
  /**
   * Seconds that recoverable trouble gets to heal.
   * @default 15 - two tries to pull an image, three to start a process, and reported within twenty
   */
  readonly patience?: number | undefined;
}

interface Before {
  readonly growths: ReadonlyMap<string, readonly Growth[]>;
  readonly raises: readonly Raise[];
}

/** Checks the cluster: before a run the sizes of its volumes and quotas, during it the readiness of objects. */
export class Watch {
  readonly #api: () => Promise<Api>;
  readonly #readiness: ResourceReadiness;
  readonly #growths: ReadonlyMap<string, readonly Growth[]>;
  readonly #plan: Plan;

  /** @throws pulumi.RunError when volumes cannot have the planned sizes, or a namespace is there that the stack does not have */
  static async before(
    plan: Plan,
    { kubeconfig, patience }: WatchOptions,
    secrets: pulumi.Input<readonly string[]>,
  ): Promise<Watch> {
    let signedIn: Promise<Api> | undefined;
    const api = () => {
      signedIn ??= known(kubeconfig).then(apiOf);
      return signedIn;
    };
    // The cluster may not exist yet, or be unreachable: a preview goes on without it.
    const isThere = !pulumi.runtime.isDryRun() || (await isKnown(pulumi.output(kubeconfig)));
    const { growths, raises } = isThere ? await look(plan, api).catch(inPreview) : NOTHING;
    for (const found of raises) {
      if (!pulumi.runtime.isDryRun()) await raise(found, objectsOf(await api()));
      await pulumi.log.info(found.says);
    }
    return new Watch(plan, api, growths, new ResourceReadiness({ api, secrets, patience }));
  }

  private constructor(
    plan: Plan,
    api: () => Promise<Api>,
    growths: ReadonlyMap<string, readonly Growth[]>,
    readiness: ResourceReadiness,
  ) {
    this.#plan = plan;
    this.#api = api;
    this.#growths = growths;
    this.#readiness = readiness;
  }

  /** Holds a quota back until its usage fits it; not in a preview. */
  async room({ manifest }: PlannedObject): Promise<void> {
    if (!isQuota(manifest) || pulumi.runtime.isDryRun()) return;
    const say = (what: string) =>
      void pulumi.log.info(`${address(manifest)} ${what}`, undefined, undefined, true);
    const seconds = secondsToLeave(this.#plan, manifest.metadata.namespace);
    const over = await untilItFits(manifest, objectsOf(await this.#api()), seconds, say);
    if (over !== undefined)
      await pulumi.log.warn(
        `${address(manifest)} allows less than is used, and no new pod until then: ${over}`,
      );
  }

  /** Reports which claims grow with an object, and resizes them once it is registered. */
  async grow(object: PlannedObject, resource: pulumi.CustomResource): Promise<void> {
    for (const growth of this.#growths.get(object.name) ?? []) {
      const { claim, from, to } = growth;
      if (!pulumi.runtime.isDryRun()) {
        await known(resource.urn);
        await grow(growth, await this.#api());
      }
      await pulumi.log.info(`claim ${claim} grows from ${from} to ${to}; nothing else changes`, resource);
    }
  }

  /** Waits until a registered object is ready; not in a preview. */
  async ready({ manifest, readyWithin }: PlannedObject, resource: pulumi.CustomResource): Promise<void> {
    if (readyWithin !== undefined && !pulumi.runtime.isDryRun())
      await this.#readiness.of(manifest, readyWithin, resource);
  }

  /** Reports why objects are not ready, and throws the error that ends the run. */
  explain(error: unknown): Promise<never> {
    return this.#readiness.explain(error);
  }
}

async function look(plan: Plan, api: () => Promise<Api>): Promise<Before> {
  const client = await api();
  await refuseForeignNamespaces(plan, objectsOf(client));
  const [growths, raises] = await Promise.all([growthOf(plan, client), raisesOf(plan, objectsOf(client))]);
  return { growths, raises };
}

function inPreview(error: Error): Before {
  if (error instanceof pulumi.RunError || !pulumi.runtime.isDryRun()) throw error;
  void pulumi.log.warn(`cannot see the claims and quotas of the cluster: ${error.message}`);
  return NOTHING;
}

const NOTHING: Before = { growths: new Map(), raises: [] };
