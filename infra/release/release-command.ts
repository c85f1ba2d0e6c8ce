import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runCommand } from '../synth/run-command.ts';
import { release } from './release.ts';

const run = promisify(execFile);

// `npm run -s release -- --stack prod --image NAME@sha256:DIGEST`
await runCommand(() =>
  release(process.argv.slice(2), {
    say: console.log,
    pulumi: async (...args) => {
      const { stdout, stderr } = await run('pulumi', [...args, '--non-interactive'], { maxBuffer: 1 << 26 });
      if (args[0] === 'up') console.log(stdout + stderr);
      return stdout;
    },
  }),
);
