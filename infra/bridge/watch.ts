import * as pulumi from '@pulumi/pulumi';
import { type Api, apiOf } from './api/api.ts';
import { grow, growthOf } from './data/grow.ts';
import type { Growth } from './data/growth.ts';
import { isKnown, known } from './known.ts';
import type { Plan, PlannedObject } from './plan.ts';
import { Readiness } from './ready/readiness.ts';

/** How to look into the cluster around a run. */
export interface WatchOptions {
  readonly kubeconfig: pulumi.Input<string>;
  /**
   * Seconds in which trouble may heal that may heal by itself.
   * @default 15 - two tries to pull an image, three to start a process, and told within twenty
   */
  readonly patience?: number | undefined;
}

/** Looks into the cluster: before a run, at the sizes of its volumes; during it, at what gets ready. */
export class Watch {
  readonly #api: () => Promise<Api>;
  readonly #readiness: Readiness;
  readonly #growths: ReadonlyMap<string, readonly Growth[]>;

  /** @throws pulumi.RunError when volumes cannot have the sizes that they are to have */
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
    // The cluster itself may still be to be made, or be away: a preview goes on without it.
    const isThere = !pulumi.runtime.isDryRun() || (await isKnown(pulumi.output(kubeconfig)));
    const growths = isThere
      ? await api()
          .then((client) => growthOf(plan, client))
          .catch(inPreview)
      : new Map();
    return new Watch(api, growths, new Readiness({ api, secrets, patience }));
  }

  private constructor(
    api: () => Promise<Api>,
    growths: ReadonlyMap<string, readonly Growth[]>,
    readiness: Readiness,
  ) {
    this.#api = api;
    this.#growths = growths;
    this.#readiness = readiness;
  }

  /** Tells which claims grow with an object, and lets them, once it is registered. */
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

  /** Tells why objects are not ready, and throws what ends the run. */
  explain(error: unknown): Promise<never> {
    return this.#readiness.explain(error);
  }
}

function inPreview(error: Error): ReadonlyMap<string, readonly Growth[]> {
  if (error instanceof pulumi.RunError || !pulumi.runtime.isDryRun()) throw error;
  void pulumi.log.warn(`cannot see the claims of the cluster: ${error.message}`);
  return new Map();
}
