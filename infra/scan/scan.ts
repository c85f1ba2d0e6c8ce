import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { STACKS } from '../synth/command-line.ts';
import type { Finding } from './finding.ts';
import { builtTool, kubeScore, kubesec, manifestsOf } from './scanners.ts';
import { secretsIn } from './secrets.ts';
import { variants, workloadsOf } from './variants.ts';
import { inStacks, judge, type Waiver } from './waivers.ts';

/**
 * `npm run scan`: what others find in the manifests of both stacks, in those of every setting that the fixtures accept, and
 * in the workflows; and what looks like a secret in any commit. What nobody waived is an error.
 */

const ROOT = join(import.meta.dirname, '../..');
const waivers = load(readFileSync(join(ROOT, '.config/scanner-waivers.yaml'), 'utf8')) as readonly Waiver[];
const stacks = STACKS.flatMap(manifestsOf);
const others = variants(join(ROOT, '.local/scan'));
let failed = false;

scan('kube-score', (program) => ({
  ofStacks: kubeScore(program, stacks),
  // One by one: it also looks from object to object.
  ofOthers: others.flatMap((file) => kubeScore(program, [file])),
}));
scan('kubesec', (program) => ({
  ofStacks: kubesec(program, stacks),
  ofOthers: kubesec(program, [workloadsOf(others, join(ROOT, '.local/scan'))]),
}));

look('actionlint', (program) => {
  const { status, stdout, stderr } = spawnSync(program, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? [] : [`${stdout}${stderr}`];
});
look('gitleaks', (program) => secretsIn(program, ROOT));
if (failed) process.exitCode = 1;

function scan(name: Finding['scanner'], find: (program: string) => Record<Where, readonly Finding[]>): void {
  const program = built(name);
  if (program === undefined) return;
  const { ofStacks, ofOthers } = find(program);
  const mine = waivers.filter((waiver) => waiver.scanner === name);
  const all = [...ofStacks, ...ofOthers];
  const unwaived = [...judge(ofStacks, inStacks(mine)).unwaived, ...judge(ofOthers, mine).unwaived];
  const { unused } = judge(all, mine);
  const told = new Set(unwaived.map(({ check, object, problem }) => `  ${check}: ${object}: ${problem}`));
  console.log(
    `${name}: ${stacks.length} files and ${others.length} variants, ${all.length} findings, ${told.size} not waived`,
  );
  for (const line of told) console.log(line);
  for (const line of unused) console.log(`  needless waiver: ${line}`);
  failed ||= told.size + unused.length > 0;
}

type Where = 'ofStacks' | 'ofOthers';

/** Of others nothing is waived here: they have files of their own for that. */
function look(name: string, find: (program: string) => readonly string[]): void {
  const program = built(name);
  if (program === undefined) return;
  const found = find(program);
  console.log(`${name}: ${found.length === 0 ? 'nothing' : found.join('\n  ')}`);
  failed ||= found.length > 0;
}

/** Only people may lack a scanner. */
function built(name: string): string | undefined {
  const tool = builtTool(name);
  if ('path' in tool) return tool.path;
  console.log(`${name}: skipped: ${tool.reason}`);
  failed ||= Boolean(process.env['CI']);
  return undefined;
}
