import { parseArgs } from 'node:util';
import { readStackFile } from '../settings/read.ts';
import { STACKS, UsageError } from '../synth/command-line.ts';
import { smoke } from './smoke.ts';

/** The image that a stack runs, in its settings. */
export const IMAGE = 'finance-platform:web.image';

export interface Tools {
  /** Runs Pulumi with a stack's name; its standard output. Fails when Pulumi does. */
  pulumi(...args: readonly string[]): Promise<string>;
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
  if (readStackFile(stack, tools.root).delivery.kind === 'argo-cd')
    throw new UsageError(`Argo CD delivers ${stack}: set the image in its stack file, run synth, and commit`);
  const before = (await outputs(tools, stack))['image'];
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
    await tools.pulumi('config', 'set', '--stack', stack, '--path', IMAGE, image);
    await tools.pulumi('up', '--stack', stack, '--yes', '--skip-preview');
    const { url } = await outputs(tools, stack);
    if (url === undefined) throw new Error(`stack ${stack} has no url`);
    return (await (tools.smoke ?? smoke)(['--url', url], tools.say)) === 0;
  } catch (error) {
    tools.say((error as Error).message);
    return false;
  }
}

async function outputs(
  tools: Tools,
  stack: string,
): Promise<{ readonly image?: string; readonly url?: string }> {
  return JSON.parse(await tools.pulumi('stack', 'output', '--stack', stack, '--json'));
}

function readArguments(args: readonly string[]): { stack: string; image: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { stack: text, image: text } });
    const { stack = '', image = '' } = values;
    if (!(STACKS as readonly string[]).includes(stack)) throw new Error(`there is no stack "${stack}"`);
    if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image)) throw new Error('an image is released by its digest');
    return { stack, image };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nusage: --stack STACK --image NAME@sha256:DIGEST`);
  }
}
