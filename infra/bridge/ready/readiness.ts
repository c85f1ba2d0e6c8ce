import * as pulumi from '@pulumi/pulumi';
import { address, type KubeObject } from '../../manifests/object.ts';
import type { Api } from '../api/api.ts';
import { isKnown, known } from '../known.ts';
import { looker } from './look.ts';
import { redactor } from './redact.ts';
import { report } from './report.ts';
import type { LogPlace } from './verdict.ts';
import { NotReady, waits } from './waits.ts';

export interface ReadinessOptions {
  readonly api: () => Promise<Api>;
  /** What must not be told, wherever it turns up. */
  readonly secrets: pulumi.Input<readonly string[]>;
  /** Seconds in which trouble may heal that may heal by itself; see `WatchOptions`. */
  readonly patience?: number | undefined;
}

/** Waits for objects in the cluster, shows at their resources what they wait for, and tells why they do not get ready. */
export class Readiness {
  readonly #options: ReadinessOptions;
  readonly #wait: ReturnType<typeof waits>;
  readonly #redactor: Promise<(text: string) => string>;
  readonly #resources = new Map<KubeObject, pulumi.Resource>();
  #told: Promise<never> | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
    this.#redactor = known(options.secrets).then(redactor);
    const since = Date.now();
    this.#wait = waits({
      look: async (objects) => looker(await options.api(), since)(objects),
      patience: options.patience ?? 15,
    });
  }

  /**
   * Waits until an object is ready, from when it is registered on.
   *
   * @param seconds after which it is given up
   * @throws NotReady
   */
  async of(object: KubeObject, seconds: number, resource: pulumi.Resource): Promise<void> {
    await known(resource.urn);
    if (pulumi.CustomResource.isInstance(resource) && !(await isKnown(resource.id))) return; // a run was told to leave it out
    this.#resources.set(object, resource);
    const say = async (what: string) => {
      const redacted = await this.#redactor;
      await pulumi.log.info(redacted(what), resource, undefined, true);
    };
    await this.#wait({ object, seconds, say: (what) => void say(what) });
  }

  /** Tells why objects are not ready, each at its resource and once; throws what ends the run. */
  async explain(error: unknown): Promise<never> {
    if (!(error instanceof NotReady)) throw error;
    this.#told ??= this.#tell(error);
    return this.#told;
  }

  async #tell(error: NotReady): Promise<never> {
    const api = await this.#options.api();
    const redacted = await this.#redactor;
    for (const failure of error.failures) {
      const text = await report(failure, (place) => lastWords(api, place));
      await pulumi.log.error(redacted(text), this.#resources.get(failure.object));
    }
    const names = error.failures.map(({ object }) => address(object)).join(', ');
    const text = `not ready: ${names}. What was applied stays; run again when the cause is gone.`;
    // Where a component throws it, Pulumi would show the stack even of a RunError.
    throw Object.assign(new pulumi.RunError(text), { stack: text });
  }
}

/** The last lines of a process that ended; none where they cannot be had. */
async function lastWords(api: Api, { namespace, pod, container, previous }: LogPlace): Promise<string[]> {
  const query = new URLSearchParams({ container, tailLines: '10', previous: String(previous) });
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`;
  const { text } = await api.ask(path).catch(() => ({ text: '' }));
  return text.split('\n').filter((line) => line !== '');
}
