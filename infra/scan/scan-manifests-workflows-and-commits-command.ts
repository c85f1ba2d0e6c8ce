import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { builtTool } from './build-tool.ts';
import {
  describeScanned,
  manifestsIn,
  type Scanned,
  scansOf,
  variants,
  workloadsOf,
} from './collect-manifests-to-scan.ts';
import { kubeScore, kubesec } from './kube-score-and-kubesec.ts';
import type { Finding } from './kube-score-or-kubesec-finding-type.ts';
import { secretsIn } from './secret-scan.ts';
import { inStacks, judge, type Waiver } from './waive-kube-score-and-kubesec-findings.ts';

/**
 * `npm run scan`: runs scanners over the manifests of both stacks, over those of the examples and of every accepted settings fixture, and over
 * the workflows; looks for secrets in every commit. A finding that is not waived is an error.
 */

const ROOT = join(import.meta.dirname, '../..');
const waivers = load(readFileSync(join(ROOT, '.config/scanner-waivers.yaml'), 'utf8')) as readonly Waiver[];
const every: Scanned = { ...manifestsIn(ROOT), variants: variants(join(ROOT, '.local/scan')) };
let failed = false;

// Examples are judged as other settings are: what they switch on is off in the stacks.
scan('kube-score', every, kubeScore);
scan('kubesec', { ...every, variants: [workloadsOf(every.variants, join(ROOT, '.local/scan'))] }, kubesec);

look('actionlint', (program) => {
  const { status, stdout, stderr } = spawnSync(program, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? [] : [`${stdout}${stderr}`];
});
look('gitleaks', (program) => secretsIn(program, ROOT));
if (failed) process.exitCode = 1;

function scan(name: Finding['scanner'], scanned: Scanned, find: typeof kubeScore): void {
  const program = built(name);
  if (program === undefined) return;
  const scans = scansOf(scanned);
  const ofStacks = scans.ofStacks.flatMap((files) => find(program, files));
  const ofOthers = scans.ofOthers.flatMap((files) => find(program, files));
  const mine = waivers.filter((waiver) => waiver.scanner === name);
  const all = [...ofStacks, ...ofOthers];
  const unwaived = [...judge(ofStacks, inStacks(mine)).unwaived, ...judge(ofOthers, mine).unwaived];
  const { unused } = judge(all, mine);
  const told = new Set(unwaived.map(({ check, object, problem }) => `  ${check}: ${object}: ${problem}`));
  console.log(`${name}: ${describeScanned(every)}: ${all.length} findings, ${told.size} not waived`);
  for (const line of told) console.log(line);
  for (const line of unused) console.log(`  needless waiver: ${line}`);
  failed ||= told.size + unused.length > 0;
}

/** Runs a scanner that has no waivers here, but exceptions in a config file of its own: every finding is an error. */
function look(name: string, find: (program: string) => readonly string[]): void {
  const program = built(name);
  if (program === undefined) return;
  const found = find(program);
  console.log(`${name}: ${found.length === 0 ? 'nothing' : found.join('\n  ')}`);
  failed ||= found.length > 0;
}

/** Path of a scanner; undefined when it cannot be built, which fails the scan in CI only. */
function built(name: string): string | undefined {
  const tool = builtTool(name);
  if ('path' in tool) return tool.path;
  console.log(`${name}: skipped: ${tool.reason}`);
  failed ||= Boolean(process.env['CI']);
  return undefined;
}
