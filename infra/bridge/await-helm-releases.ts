import * as pulumi from '@pulumi/pulumi';
import { type Api, apiOf } from './api/kubernetes-client.ts';
import { secondsFor, type Timeouts } from './await-timeouts-and-annotations.ts';
import { isKnown, known } from './known-value.ts';
import { releaseOf } from './ready/helm-release-verdict.ts';
import { ResourceReadiness } from './ready/wait-with-pulumi-log.ts';

export interface ReleasesOptions {
  readonly kubeconfig: pulumi.Input<string>;
  /** See `WatchOptions`. */
  readonly patience?: number | undefined;
  readonly timeouts?: Timeouts;
}

/** Watches Helm releases, from when Helm begins until all of their workloads run. */
export class Releases {
  readonly #readiness: ResourceReadiness;
  readonly #seconds: number;

  constructor({ kubeconfig, patience, timeouts = {} }: ReleasesOptions) {
    let signedIn: Promise<Api> | undefined;
    const api = () => {
      signedIn ??= known(kubeconfig).then(apiOf);
      return signedIn;
    };
    this.#readiness = new ResourceReadiness({ api, secrets: [], patience });
    this.#seconds = secondsFor('Release', timeouts);
  }

  /**
   * Waits until a release is ready; not in a preview, and not without an engine. Helm itself waits for hooks; meanwhile this
   * reports what keeps those from ending.
   *
   * @param at resource at which progress is shown: a release is not shown before Helm is done
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
