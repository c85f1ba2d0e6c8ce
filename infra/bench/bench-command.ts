import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { benchAppStart } from './bench-app-start.ts';
import { benchApply } from './bench-apply.ts';
import { benchBigBook } from './bench-big-book.ts';
import { benchMockedApply } from './bench-bridge-beside-classes.ts';
import { benchManyRows } from './bench-bulk-changes-rules-and-undo.ts';
import { benchCachedAggregate } from './bench-cache-speed-and-staleness.ts';
import { benchImport } from './bench-import.ts';
import { benchJsonRoute } from './bench-json-route.ts';
import { benchPasswords } from './bench-password-rules.ts';
import { benchSignIns } from './bench-probes-during-sign-ins.ts';
import { benchPreview, benchProgramLoad } from './bench-program-run.ts';
import { benchRenders } from './bench-reproducible-renders.ts';
import { benchRules } from './bench-rules-in-memory.ts';
import { benchStacks } from './bench-stack-synth.ts';
import { benchSynth } from './bench-synth-beside-other-tools.ts';
import { benchRowsPage } from './bench-templates-beside-ejs.ts';
import { services } from './services-and-app-process.ts';

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
  mocks: benchMockedApply,
  rows: benchRowsPage,
  passwords: benchPasswords,
  rules: benchRules,
  apply: benchApply,
};
const onServices: Record<string, (given: Awaited<ReturnType<typeof services>>) => Promise<void>> = {
  start: benchAppStart,
  json: benchJsonRoute,
  cache: benchCachedAggregate,
  book: benchBigBook,
  many: benchManyRows,
  import: benchImport,
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
