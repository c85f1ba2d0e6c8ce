import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCommand } from '../command/run-command.ts';
import { type Kubectl, kubectlFor } from '../operations/kubectl.ts';
import type { Settings } from '../settings/schema.ts';
import { RELEASE_IMAGE } from '../stack/image-to-deploy.ts';
import { release } from './deploy-image-or-roll-back.ts';
import { releaseByGit } from './deploy-image-through-argo-cd-or-roll-back.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

// `npm run -s release -- --stack prod --image|--to NAME@sha256:DIGEST`
await runCommand(() =>
  release(process.argv.slice(2), {
    say: console.log,
    byGit: (asked) => releaseByGit(asked, { say: console.log, kubectl: kubectlOfArgoCd, root: ROOT }),
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

function kubectlOfArgoCd(settings: Settings): Kubectl {
  const { delivery } = settings;
  const namespace = 'namespace' in delivery ? delivery.namespace : settings.namespace;
  return kubectlFor({ ...settings, namespace }, console.log);
}

function pulumi(args: readonly string[], env = process.env) {
  return run('pulumi', [...args, '--non-interactive'], { maxBuffer: 1 << 26, env });
}
