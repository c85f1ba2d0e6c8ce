import { describe, expect, it } from 'vitest';
import { appDashboard } from '../workloads/dashboards/app-dashboard.ts';
import { within } from '../workloads/metrics/alerts/within-namespace.ts';
import { type AlertTest, builtPromtool, problemsOf } from './promtool.ts';

const promtool = builtPromtool();
const why = 'reason' in promtool ? ` (skipped: ${promtool.reason})` : '';

describe.skipIf(why !== '')(`lines in the dashboard of the app${why}`, () => {
  const path = 'path' in promtool ? promtool.path : '';

  it('mark a release that was not there before, of our namespace', () => {
    const two = { [info('1.0.0')]: '1x60', [info('1.1.0')]: '_x29 1x30' };
    expect(problems('Releases', [drawn(1, '31m', two), drawn(0, '25m', two), drawn(0, '40m', two)])).toBe('');
    expect(problems('Releases', [drawn(0, '31m', { [info('1.1.0', 'shop')]: '_x29 1x30' })])).toBe('');
  });

  it('mark a rollout that keeps the version, as one that changes settings alone', () => {
    const before = { [pod('web-6d5f8c9b7d', 'a')]: '1x60' };
    const rolled = { ...before, [pod('web-7f9c4d8b6c', 'b')]: '_x29 1x30' };
    expect(problems('Rollouts', [drawn(1, '31m', rolled), drawn(0, '40m', rolled)])).toBe('');
    const back = { [pod('web-6d5f8c9b7d', 'a')]: '1x9 _x20 1x30', [pod('web-7f9c4d8b6c', 'b')]: '1x60' };
    expect(problems('Rollouts', [drawn(1, '31m', back)])).toBe('');
    const both = { ...rolled, [pod('worker-5b8f7d6c4f', 'c')]: '_x29 1x30' };
    expect(problems('Rollouts', [drawn(2, '31m', both)])).toBe('');
  });

  it.each([
    ['more pods, as the autoscaler makes them', { [pod('web-6d5f8c9b7d', 'b')]: '_x29 1x30' }],
    ['the pods of another workload', { [pod('web-shop-7f9c4d8b6c', 'b')]: '_x29 1x30' }],
    ['a rollout in another namespace', { [pod('web-7f9c4d8b6c', 'b', 'shop')]: '_x29 1x30' }],
  ])('mark not %s', (_what, more) => {
    const series = { [pod('web-6d5f8c9b7d', 'a')]: '1x60', ...more };
    expect(problems('Rollouts', [drawn(0, '31m', series)])).toBe('');
  });

  function problems(title: string, tests: readonly AlertTest[]): string {
    const { marks = [] } = appDashboard({ logs: false, namespace: 'finance' });
    const { query } = marks.find((mark) => mark.title === title) ?? { query: '' };
    // promtool counts the series of alerts.
    const alert = {
      name: 'Mark',
      for: '0m',
      severity: 'none',
      summary: '',
      description: '',
      runbook: '',
    } as const;
    return problemsOf(
      path,
      [{ name: 'marks', alerts: [{ ...alert, expr: within('finance', query) }] }],
      tests,
    );
  }
});

/** Expects a number of lines at a time, given some series. */
function drawn(fires: number, at: string, series: AlertTest['series']): AlertTest {
  return { alert: 'Mark', fires, at, series };
}

function info(version: string, namespace = 'finance'): string {
  return `app_build_info{namespace="${namespace}",job="web",version="${version}",commit="c"}`;
}

function pod(replicaSet: string, name: string, namespace = 'finance'): string {
  return `kube_pod_info{namespace="${namespace}",pod="${replicaSet}-${name}",created_by_kind="ReplicaSet",created_by_name="${replicaSet}"}`;
}
