import * as pulumi from '@pulumi/pulumi';
import { address, type KubeObject } from '../../manifests/object.ts';
import type { Api } from '../api/kubernetes-client.ts';
import { isKnown, known } from '../known-value.ts';
import { failureReport } from './failure-report.ts';
import { judgeObjects } from './judge-objects.ts';
import { redactor } from './redact-secrets.ts';
import type { LogPlace } from './verdict-types-and-hopeless-troubles.ts';
import { NotReady, waitUntilReady } from './wait-until-ready.ts';

export interface ReadinessOptions {
  readonly api: () => Promise<Api>;
  /** Secret values to redact from every message. */
  readonly secrets: pulumi.Input<readonly string[]>;
  /** Seconds that recoverable trouble gets to heal; see `WatchOptions`. */
  readonly patience?: number | undefined;
}

/** Waits for objects in the cluster, shows progress at their resources, and reports why they do not get ready. */
export class ResourceReadiness {
  readonly #options: ReadinessOptions;
  readonly #wait: ReturnType<typeof waitUntilReady>;
  readonly #redactor: Promise<(text: string) => string>;
  readonly #resources = new Map<KubeObject, pulumi.Resource>();
  #told: Promise<never> | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
    this.#redactor = known(options.secrets).then(redactor);
    const since = Date.now();
    this.#wait = waitUntilReady({
      look: async (objects) => judgeObjects(await options.api(), since)(objects),
      patience: options.patience ?? 15,
    });
  }

  /**
   * Waits until a registered object is ready.
   *
   * @param seconds without progress after which it is given up
   * @throws NotReady
   */
  async of(object: KubeObject, seconds: number, resource: pulumi.Resource): Promise<void> {
    await known(resource.urn);
    if (pulumi.CustomResource.isInstance(resource) && !(await isKnown(resource.id))) return; // excluded by --target
    this.#resources.set(object, resource);
    const say = async (what: string) => {
      const redacted = await this.#redactor;
      await pulumi.log.info(redacted(what), resource, undefined, true);
    };
    await this.#wait({ object, seconds, say: (what) => void say(what) });
  }

  /** Reports why objects are not ready, each at its resource and once; throws the error that ends the run. */
  async explain(error: unknown): Promise<never> {
    if (!(error instanceof NotReady)) throw error;
    this.#told ??= this.#tell(error);
    return this.#told;
  }

  async #tell(error: NotReady): Promise<never> {
    const api = await this.#options.api();
    const redacted = await this.#redactor;
    for (const failure of error.failures) {
      const text = await failureReport(failure, (place) => lastWords(api, place));
      await pulumi.log.error(redacted(text), this.#resources.get(failure.object));
    }
    const names = error.failures.map(({ object }) => address(object)).join(', ');
    const text = `not ready: ${names}. What was applied stays; run again when the cause is gone.`;
    // If a component throws, Pulumi prints the stack even of a RunError.
    throw Object.assign(new pulumi.RunError(text), { stack: text });
  }
}

/** The last lines of a container's log; none where it cannot be read. */
async function lastWords(api: Api, { namespace, pod, container, previous }: LogPlace): Promise<string[]> {
  const query = new URLSearchParams({ container, tailLines: '10', previous: String(previous) });
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`;
  const { text } = await api.ask(path).catch(() => ({ text: '' }));
  return text.split('\n').filter((line) => line !== '');
}
