import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Problem } from '../command/problem.ts';
import type { Kubectl } from '../operations/kubectl.ts';
import { stackFilesIn } from '../settings/find-stack-files.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';
import { IMAGE_GENERATION } from '../stack/refuse-image-of-earlier-manifests.ts';
import { differences, write } from '../synth/compare-and-write-folder.ts';
import { render } from '../synth/render-manifest-files.ts';
import { publicUrl } from '../workloads/exposure/exposure.ts';
import { platform } from '../workloads/platform.ts';
import { DeliveryRepository } from './delivery-repository.ts';
import { type Application, progressOf } from './judge-application-progress.ts';
import { smoke } from './repeat-smoke-checks.ts';
import { imageIn, withImageIn } from './stack-file-image.ts';

export interface GitRelease {
  readonly stack: string;
  /** Image by its digest. */
  readonly image: string;
  /** Brings an image of before, and changes nothing else. */
  readonly isBack: boolean;
}

export interface GitTools {
  say(line: string): void;
  /** kubectl in the namespace of Argo CD. */
  kubectl(settings: Settings): Kubectl;
  readonly smoke?: typeof smoke;
  /** Folder of the project. */
  readonly root: string;
  /** Seconds that a delivery may take. @default 900 */
  readonly patience?: number;
  /** Milliseconds between two looks at Argo CD. @default 5000 */
  readonly pause?: number;
}

type Delivery = Extract<Settings['delivery'], { readonly kind: 'argo-cd' }>;

/**
 * Releases an image where Argo CD delivers: commits it with the manifests that it makes to the repository, waits until the
 * cluster is as the commit says, and smoke-tests the app. A new image that does not work is taken back by another commit.
 *
 * @returns the exit code: 0 when the image runs
 * @throws Problem before anything is pushed, for what cannot be released
 */
export async function releaseByGit(release: GitRelease, tools: GitTools): Promise<number> {
  const { stack, image, isBack } = release;
  const delivery = deliveryOf(readStackFile(stack, tools.root));
  const repository = new DeliveryRepository(delivery.repository, delivery.revision);
  try {
    refuseEarlier(image, repository, stack);
    const manifests = new Manifests(release, repository, tools);
    const { before } = manifests;
    const kubectl = tools.kubectl(manifests.settings);
    kubectl(['get', 'application', manifests.settings.namespace, '--output', 'name'], { quiet: true });
    const others = manifests.othersThatChange();
    if (isBack && others.length > 0)
      throw new Problem(
        `going back changes the image and nothing else, and this checkout makes other manifests than ${delivery.repository} has: ` +
          `${others.join(', ')}; check out the commit that made them`,
      );
    if (others.length > 0) tools.say(`besides the image, this changes: ${others.join(', ')}`);
    tools.say(`${stack}: ${before} → ${image}`);
    const deliver = (next: string) => delivered(next, { manifests, repository, kubectl, stack, tools });
    if (await deliver(image)) return 0;
    if (isBack || before === image || !before.includes('@')) {
      tools.say(
        isBack
          ? `${image} does not work either: somebody has to look`
          : 'there is no other image to go back to',
      );
      return 1;
    }
    tools.say(`going back to ${before}`);
    tools.say(
      (await deliver(before))
        ? `${before} runs again`
        : `${before} does not work either: somebody has to look`,
    );
    return 1;
  } finally {
    repository.remove();
  }
}

/** The manifests of a stack in the repository, and its stack file where that is in there too. */
class Manifests {
  readonly settings: Settings;
  /** Image that the repository has now. */
  readonly before: string;
  readonly #folder: string;
  readonly #stackFile: { readonly path: string; readonly name: string } | undefined;

  constructor({ stack }: GitRelease, repository: DeliveryRepository, { root }: GitTools) {
    const name = stackFilesIn(repository.folder).get(stack);
    this.#stackFile = name === undefined ? undefined : { path: join(repository.folder, name), name };
    this.settings = readStackFile(stack, name === undefined ? root : repository.folder);
    this.#folder = join(repository.folder, deliveryOf(this.settings).path);
    this.before = this.#stackFile
      ? imageIn(readFileSync(this.#stackFile.path, 'utf8'), this.#stackFile.name)
      : (repository.formerRelease()?.image ?? this.settings.web.image);
  }

  /** Files that this checkout would make otherwise, whatever the image. */
  othersThatChange(): readonly string[] {
    return differences(this.#folder, this.#with(this.before)).map(({ file }) => file);
  }

  write(image: string): void {
    write(this.#folder, this.#with(image));
    if (!this.#stackFile) return;
    const { path, name } = this.#stackFile;
    writeFileSync(path, withImageIn(readFileSync(path, 'utf8'), image, name));
  }

  #with(image: string): ReadonlyMap<string, string> {
    const web = { ...this.settings.web, image };
    return render(platform({ ...this.settings, web }, this.#stackFile?.name).app);
  }
}

interface Delivering {
  readonly manifests: Manifests;
  readonly repository: DeliveryRepository;
  readonly kubectl: Kubectl;
  readonly stack: string;
  readonly tools: GitTools;
}

/** Commits an image, and waits for it; says what went wrong. */
async function delivered(image: string, { manifests, ...to }: Delivering): Promise<boolean> {
  const { repository, kubectl, stack, tools } = to;
  const { settings } = manifests;
  const { repository: address, revision } = deliveryOf(settings);
  manifests.write(image);
  const commit = repository.release(`${stack}: release ${image}`, { image, generation: IMAGE_GENERATION });
  tools.say(`${revision} of ${address} is at ${commit}`);
  try {
    hasten(settings.namespace, commit, kubectl, tools);
    await synced(settings.namespace, commit, kubectl, tools);
    if (settings.exposure.kind === 'port-forward') return true; // nothing here reaches the app
    return (await (tools.smoke ?? smoke)(['--url', publicUrl(settings.exposure)], tools.say)) === 0;
  } catch (error) {
    tools.say((error as Error).message);
    return false;
  }
}

/** Has Argo CD look at once, and end a sync that hangs at another commit. Whoever may only look waits for it to do so itself. */
function hasten(name: string, commit: string, kubectl: Kubectl, { say }: GitTools): void {
  const asked = (args: readonly string[], otherwise: string) => {
    try {
      kubectl([...args], { quiet: true });
    } catch {
      say(otherwise);
    }
  };
  asked(
    ['annotate', 'application', name, 'argocd.argoproj.io/refresh=normal', '--overwrite'],
    'Argo CD looks for commits by itself, within three minutes',
  );
  const { status = {} } = applicationNamed(name, kubectl);
  const operation = status.operationState;
  if (operation?.phase !== 'Running' || operation.syncResult?.revision === commit) return;
  asked(
    ['patch', 'application', name, '--type', 'merge', '--patch', TERMINATE],
    'another sync is under way: Argo CD ends it after half an hour at most, an administrator at once',
  );
}

const TERMINATE = JSON.stringify({ status: { operationState: { phase: 'Terminating' } } });

async function synced(name: string, commit: string, kubectl: Kubectl, tools: GitTools): Promise<void> {
  const { say, patience = 900, pause = 5000 } = tools;
  const end = performance.now() + patience * 1000;
  let said = '';
  for (;;) {
    const { state, text } = progressOf(applicationNamed(name, kubectl), commit);
    if (text !== said) say(`Argo CD: ${text}`);
    said = text;
    if (state === 'delivered') return;
    if (state === 'failed') throw new Error(`Argo CD did not deliver ${commit}`);
    if (performance.now() > end) throw new Error(`Argo CD did not deliver ${commit} in ${patience} seconds`);
    await setTimeout(pause);
  }
}

function applicationNamed(name: string, kubectl: Kubectl): Application {
  return JSON.parse(kubectl(['get', 'application', name, '--output', 'json'], { quiet: true }));
}

function refuseEarlier(image: string, repository: DeliveryRepository, stack: string): void {
  const former = repository.formerRelease(image);
  if (former !== undefined && former.generation < IMAGE_GENERATION)
    throw new Problem(
      `${image} is of a release before these manifests, which start what it lacks. ` +
        `It comes back by \`npm run release -- --stack ${stack} --image …\` in the checkout of its own release`,
    );
}

function deliveryOf({ delivery }: Settings): Delivery {
  if (delivery.kind !== 'argo-cd')
    throw new Problem('delivery.kind of the stack in the repository is not argo-cd');
  return delivery;
}
