import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runCommand } from '../command/run-command.ts';
import { RELEASE_IMAGE } from '../stack/web-image.ts';
import { release } from './release.ts';

const run = promisify(execFile);

// `npm run -s release -- --stack prod --image NAME@sha256:DIGEST`
await runCommand(() =>
  release(process.argv.slice(2), {
    say: console.log,
    outputs: async (stack) => {
      const { stdout } = await pulumi(['stack', 'output', '--stack', stack, '--json']);
      return JSON.parse(stdout);
    },
    up: async (stack, image) => {
      const env = { ...process.env, [RELEASE_IMAGE]: image };
      const { stdout, stderr } = await pulumi(['up', '--stack', stack, '--yes', '--skip-preview'], env);
      console.log(stdout + stderr);
    },
  }),
);

function pulumi(args: readonly string[], env = process.env) {
  return run('pulumi', [...args, '--non-interactive'], { maxBuffer: 1 << 26, env });
}
