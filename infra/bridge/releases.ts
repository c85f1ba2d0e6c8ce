import * as pulumi from '@pulumi/pulumi';
import { type Api, apiOf } from './api/api.ts';
import { secondsFor, type Timeouts } from './await.ts';
import { isKnown, known } from './known.ts';
import { Readiness } from './ready/readiness.ts';
import { releaseOf } from './ready/release.ts';

export interface ReleasesOptions {
  readonly kubeconfig: pulumi.Input<string>;
  /** See `WatchOptions`. */
  readonly patience?: number | undefined;
  readonly timeouts?: Timeouts;
}

/** Watches Helm releases, from when Helm begins until what they brought runs. */
export class Releases {
  readonly #readiness: Readiness;
  readonly #seconds: number;

  constructor({ kubeconfig, patience, timeouts = {} }: ReleasesOptions) {
    let signedIn: Promise<Api> | undefined;
    const api = () => {
      signedIn ??= known(kubeconfig).then(apiOf);
      return signedIn;
    };
    this.#readiness = new Readiness({ api, secrets: [], patience });
    this.#seconds = secondsFor('Release', timeouts);
  }

  /**
   * Waits until a release is ready; not in a preview, and not where nothing is deployed. Helm itself waits for hooks, and
   * what keeps those from ending is told meanwhile.
   *
   * @param at where people see what it waits for: a release is not shown before Helm is done
   * @throws pulumi.RunError when it does not get ready
   */
  async ready(
    { name, namespace }: { readonly name: string; readonly namespace: string },
    release: pulumi.CustomResource,
    at: pulumi.Resource,
  ): Promise<void> {
    if (!pulumi.runtime.hasEngine() || pulumi.runtime.isDryRun()) return;
    let isInstalled = false;
    void known(release.urn).then(() => {
      isInstalled = true;
    });
    try {
      await this.#readiness.of(
        releaseOf(name, namespace, () => isInstalled),
        Number.POSITIVE_INFINITY,
        at,
      );
      if (await isKnown(release.id)) await this.#readiness.of(releaseOf(name, namespace), this.#seconds, at);
    } catch (error) {
      await this.#readiness.explain(error);
    }
  }
}
