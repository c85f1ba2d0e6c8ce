import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { services } from './app-process.ts';
import { benchAppStart } from './app-start.ts';
import { benchApply } from './apply.ts';
import { benchBigBook } from './big-book.ts';
import { benchCachedAggregate } from './cached-aggregate.ts';
import { benchJsonRoute } from './json-route.ts';
import { benchMocks } from './mocks.ts';
import { benchPasswords } from './password-rules.ts';
import { benchPreview, benchProgramLoad } from './program-load.ts';
import { benchRenders } from './repeated-renders.ts';
import { benchRowsPage } from './rows-page.ts';
import { benchSignIns } from './sign-ins.ts';
import { benchStacks, benchSynth } from './synth.ts';

/*
 * `npm run bench [-- synth program mocks …]`: measures our code beside the tools that people use today, in one run.
 * Each row is min, median and max of seven alternated runs; the last column is the ratio of the median to the first row's.
 */

type Section = () => Promise<void>;

const alone: Record<string, Section> = {
  synth: benchSynth,
  stacks: benchStacks,
  renders: benchRenders,
  program: benchProgramLoad,
  preview: benchPreview,
  mocks: benchMocks,
  rows: benchRowsPage,
  passwords: benchPasswords,
  apply: benchApply,
};
const onServices: Record<string, (given: Awaited<ReturnType<typeof services>>) => Promise<void>> = {
  start: benchAppStart,
  json: benchJsonRoute,
  cache: benchCachedAggregate,
  book: benchBigBook,
  'sign-ins': benchSignIns,
};

const known = [...Object.keys(alone), ...Object.keys(onServices)];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no section ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(1);
}

printMachine();
for (const name of chosen) await alone[name]?.();
if (chosen.some((name) => name in onServices)) {
  const given = await services();
  for (const name of chosen) await onServices[name]?.(given);
  await given.stop();
}

function printMachine(): void {
  const processors = cpus();
  console.log(
    `Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  );
  for (const [command, args] of [
    ['kustomize', ['version']],
    ['jsonnet', ['--version']],
  ] as const) {
    try {
      console.log(`${command} ${execFileSync(command, args, { encoding: 'utf8' }).trim()}`);
    } catch {
      // reported in the section that would measure it
    }
  }
}
