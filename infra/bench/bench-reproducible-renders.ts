import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runProcess } from './measure-time-and-memory-of-command.ts';

const root = join(import.meta.dirname, '../..');
const RUNS = 20;
const OTHER_NODE = 'node@22.18';

/** Renders both stacks repeatedly, and with another Node: each run must give the committed manifests, byte for byte. */
export async function benchRenders(): Promise<void> {
  for (let run = 0; run < RUNS; run += 1) {
    await runProcess(process.execPath, ['infra/synth/synth-command.js', '--check'], { cwd: root });
  }
  console.log(`\nrenders: ${RUNS} runs of Node ${process.versions.node} gave the committed bytes`);
  const npx = ['--yes', '--package', OTHER_NODE, 'node'];
  try {
    const version = execFileSync('npx', [...npx, '--version'], { encoding: 'utf8' }).trim();
    await runProcess('npx', [...npx, 'infra/synth/synth-command.js', '--check'], { cwd: root });
    console.log(`renders: Node ${version} gave the same`);
  } catch (error) {
    console.log(`  (not compared with ${OTHER_NODE}: ${(error as Error).message.split('\n')[0]})`);
  }
}
