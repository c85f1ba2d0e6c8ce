import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { STACKS } from '../command/stacks-of-project.ts';
import { isAnybodys, REGISTRY_NEEDED } from '../settings/image-without-registry-rules.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { type FormerGeneration, isEarlier, isOfBefore } from '../stack/refuse-image-of-earlier-manifests.ts';
import type { GitRelease } from './deploy-image-through-argo-cd-or-roll-back.ts';
import { smoke } from './repeat-smoke-checks.ts';

/** Outputs of a stack. */
export interface Shown extends FormerGeneration {
  readonly url?: string;
}

export interface Tools {
  outputs(stack: string): Promise<Shown>;
  /** Runs `pulumi up` with an image; rejects when Pulumi fails. */
  up(stack: string, image: string): Promise<void>;
  readonly smoke?: typeof smoke;
  say(line: string): void;
  /** Releases where Argo CD delivers. */
  readonly byGit: (release: GitRelease) => Promise<number>;
  /** Folder of the stack files. @default the root of the project */
  readonly root?: string;
}

/**
 * Deploys an image to a stack, smoke-tests the app, and rolls back to the previous image when that fails; with `--to` it is an
 * image of before, and nothing follows when it does not work either. Migrations only
 * expand the schema, so that the previous version can run on it and a rollback needs no migration. An image of an earlier
 * generation is not rolled back to, because these manifests start programs that it lacks.
 *
 * @returns the exit code: 0 when the new image runs.
 * @throws Problem for arguments, an image or a stack that cannot be released
 */
export async function release(args: readonly string[], tools: Tools): Promise<number> {
  const { stack, image, isBack } = readArguments(args);
  const settings = readStackFile(stack, tools.root);
  if (settings.cluster.provider === 'eks' && isAnybodys(image, settings))
    throw new Problem(`${image} must ${REGISTRY_NEEDED}`);
  if (settings.delivery.kind === 'argo-cd') return tools.byGit({ stack, image, isBack });
  const shown = await tools.outputs(stack);
  if (shown.earlierImages?.includes(image)) throw new Problem(isEarlier(image, stack));
  const before = shown.image;
  tools.say(`${stack}: ${before ?? 'nothing'} → ${image}`);
  if (await works(tools, stack, image)) return 0;
  if (isBack) {
    tools.say(`${image} does not work either: somebody has to look`);
    return 1;
  }
  if (before === undefined || before === image) {
    tools.say('there is no other image to go back to');
    return 1;
  }
  if (isOfBefore(shown)) {
    tools.say(`not going back: ${isEarlier(before, stack)}`);
    return 1;
  }
  tools.say(`going back to ${before}`);
  const runsAgain = await works(tools, stack, before);
  tools.say(runsAgain ? `${before} runs again` : `${before} does not work either: somebody has to look`);
  return 1;
}

async function works(tools: Tools, stack: string, image: string): Promise<boolean> {
  try {
    await tools.up(stack, image);
    const { url } = await tools.outputs(stack);
    if (url === undefined) throw new Error(`stack ${stack} has no url`);
    return (await (tools.smoke ?? smoke)(['--url', url], tools.say)) === 0;
  } catch (error) {
    tools.say((error as Error).message);
    return false;
  }
}

function readArguments(args: readonly string[]): GitRelease {
  return readWithUsage('usage: --stack STACK --image|--to NAME@sha256:DIGEST', () => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { stack: text, image: text, to: text } });
    const { stack = '', to } = values;
    if ((values.image === undefined) === (to === undefined))
      throw new Error('say --image for a new image, or --to for one of before');
    const image = values.image ?? to ?? '';
    if (!STACKS.includes(stack)) throw new Error(`there is no stack "${stack}"`);
    if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image)) throw new Error('an image is released by its digest');
    return { stack, image, isBack: to !== undefined };
  });
}
