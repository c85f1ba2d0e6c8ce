import { parseArgs } from 'node:util';
import { isAnybodys, REGISTRY_NEEDED } from '../settings/image-origins.ts';
import { readStackFile } from '../settings/read.ts';
import { STACKS, UsageError } from '../synth/command-line.ts';
import { smoke } from './smoke.ts';

/** What a stack shows of itself. */
export interface Shown {
  readonly image?: string;
  readonly url?: string;
}

export interface Tools {
  outputs(stack: string): Promise<Shown>;
  /** Brings a stack up with an image; fails when Pulumi does. */
  up(stack: string, image: string): Promise<void>;
  readonly smoke?: typeof smoke;
  say(line: string): void;
  /** Where the stack files are. @default the project's own folder */
  readonly root?: string;
}

/**
 * Brings an image to a stack, looks whether the app answers as it should, and goes back to the image before when it does
 * not. A schema only ever grows by steps that the version before can live with, so going back needs no migration.
 *
 * @returns the exit code: 0 when the new image runs.
 * @throws UsageError
 */
export async function release(args: readonly string[], tools: Tools): Promise<number> {
  const { stack, image } = readArguments(args);
  const settings = readStackFile(stack, tools.root);
  if (settings.cluster.provider === 'eks' && isAnybodys(image, settings))
    throw new UsageError(`${image} must ${REGISTRY_NEEDED}`);
  if (settings.delivery.kind === 'argo-cd')
    throw new UsageError(`Argo CD delivers ${stack}: set the image in its stack file, run synth, and commit`);
  const before = (await tools.outputs(stack)).image;
  tools.say(`${stack}: ${before ?? 'nothing'} → ${image}`);
  if (await works(tools, stack, image)) return 0;
  if (before === undefined || before === image) {
    tools.say('there is no other image to go back to');
    return 1;
  }
  tools.say(`going back to ${before}`);
  const isBack = await works(tools, stack, before);
  tools.say(isBack ? `${before} runs again` : `${before} does not work either: somebody has to look`);
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

function readArguments(args: readonly string[]): { stack: string; image: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { stack: text, image: text } });
    const { stack = '', image = '' } = values;
    if (!STACKS.includes(stack)) throw new Error(`there is no stack "${stack}"`);
    if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image)) throw new Error('an image is released by its digest');
    return { stack, image };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nusage: --stack STACK --image NAME@sha256:DIGEST`);
  }
}
