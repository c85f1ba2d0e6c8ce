import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../manifests/yaml.ts';
import { type AlertGroup, ruleGroups } from '../workloads/metrics/alerts/alert.ts';

/** Prometheus' own judge of rules, or why there is none here. */
export type Promtool = { readonly path: string } | { readonly reason: string };

/** Builds promtool when it is needed first: minutes, once. */
export function builtPromtool(): Promtool {
  const tool = join(import.meta.dirname, '../../.ci/tool');
  const { status, stdout, stderr } = spawnSync(tool, ['prometheus/promtool'], { encoding: 'utf8' });
  if (status === 0) return { path: stdout.trim() };
  if (status === 3) return { reason: stderr.trim() }; // no Go here
  throw new Error(stderr);
}

/** A time at which an alert must fire, or must not, over some series. */
export interface AlertTest {
  readonly alert: string;
  /** In how many series it fires; 0: it does not. */
  readonly fires: number;
  /** Since the first samples, such as `20m`. */
  readonly at: string;
  /** In promtool's own notation, a sample each step: `{ 'up{job="web"}': '0x20' }`. */
  readonly series: Readonly<Record<string, string>>;
}

/** What promtool says of rules and their tests, which step through time; nothing is wrong when it is empty. */
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
