import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../manifests/format-yaml.ts';
import { type AlertGroup, ruleGroups } from '../workloads/metrics/alerts/alert.ts';

/** Path of promtool, Prometheus' checker of rules, or the reason why it cannot be built here. */
export type Promtool = { readonly path: string } | { readonly reason: string };

/** Builds promtool on first use, which takes minutes. */
export function builtPromtool(): Promtool {
  const tool = join(import.meta.dirname, '../../.ci/tool');
  const { status, stdout, stderr } = spawnSync(tool, ['prometheus/promtool'], { encoding: 'utf8' });
  if (status === 0) return { path: stdout.trim() };
  if (status === 3) return { reason: stderr.trim() }; // Go is not installed
  throw new Error(stderr);
}

/** One assertion: whether an alert fires at some time, given some series. */
export interface AlertTest {
  readonly alert: string;
  /** Number of alerts that fire; 0 when it must not. */
  readonly fires: number;
  /** Time since the first samples, for example `20m`. */
  readonly at: string;
  /** Samples by series in promtool's notation, one per step: `{ 'up{job="web"}': '0x20' }`. */
  readonly series: Readonly<Record<string, string>>;
}

/** Problems that promtool reports about rules and their tests, which have a sample per step; empty when there are none. */
export function problemsOf(
  promtool: string,
  groups: readonly AlertGroup[],
  tests: readonly AlertTest[],
  step = '1m',
): string {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), toYaml([{ groups: ruleGroups(groups) }]));
    writeFileSync(
      join(folder, 'tests.yml'),
      toYaml([
        {
          rule_files: ['rules.yml'],
          evaluation_interval: step,
          tests: tests.map((test) => asPromtoolHasIt(test, step)),
        },
      ]),
    );
    const said = ['check', 'test'].map((what) => {
      const file = what === 'check' ? 'rules.yml' : 'tests.yml';
      const ended = spawnSync(promtool, [what, 'rules', file], { cwd: folder, encoding: 'utf8' });
      return ended.status === 0 ? '' : ended.stdout + ended.stderr;
    });
    return said.join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function asPromtoolHasIt({ alert, fires, at, series }: AlertTest, interval: string) {
  return {
    name: `${alert} ${fires > 0 ? 'fires' : 'does not fire'} at ${at}`,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: at,
        exp_samples: [{ labels: '{}', value: fires }],
      },
    ],
  };
}
