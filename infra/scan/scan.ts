import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { STACKS } from '../synth/command-line.ts';
import { builtTool, kubeScore, kubesec, manifestsOf } from './scanners.ts';
import { judge, type Waiver } from './waivers.ts';

/** `npm run scan`: what others find in the manifests of both stacks and in the workflows; what nobody waived is an error. */

const ROOT = join(import.meta.dirname, '../..');
const WAIVERS = join(ROOT, '.config/scanner-waivers.yaml');
const SCANNERS = { 'kube-score': kubeScore, kubesec };

const waivers = load(readFileSync(WAIVERS, 'utf8')) as readonly Waiver[];
const files = STACKS.flatMap(manifestsOf);
let failed = false;
for (const name of Object.keys(SCANNERS) as Array<keyof typeof SCANNERS>) {
  const scanner = builtTool(name);
  if ('reason' in scanner) {
    skipped(name, scanner.reason);
    continue;
  }
  const findings = SCANNERS[name](scanner.path, files);
  const mine = waivers.filter((waiver) => waiver.scanner === name);
  const { unwaived, unused } = judge(findings, mine);
  const told = new Set(unwaived.map(({ check, object, problem }) => `  ${check}: ${object}: ${problem}`));
  console.log(`${name}: ${files.length} files, ${findings.length} findings, ${told.size} not waived`);
  for (const line of told) console.log(line);
  for (const line of unused) console.log(`  needless waiver: ${line}`);
  failed ||= told.size + unused.length > 0;
}
const actionlint = builtTool('actionlint');
if ('reason' in actionlint) skipped('actionlint', actionlint.reason);
else {
  const { status, stdout, stderr } = spawnSync(actionlint.path, { cwd: ROOT, encoding: 'utf8' });
  console.log(`actionlint: ${status === 0 ? 'nothing' : `${stdout}${stderr}`}`);
  failed ||= status !== 0;
}
if (failed) process.exitCode = 1;

/** Only people may lack a scanner. */
function skipped(name: string, reason: string): void {
  console.log(`${name}: skipped: ${reason}`);
  failed ||= Boolean(process.env['CI']);
}
