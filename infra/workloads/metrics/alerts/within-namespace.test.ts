import { expect, it } from 'vitest';
import { within } from './within-namespace.ts';

it.each([
  ['up == 0', 'up{namespace="a"} == 0'],
  ['absent(up{job="web"})', 'absent(up{namespace="a",job="web"})'],
  ['sum by (pod) (rate(app_x_total[5m]))', 'sum by (pod) (rate(app_x_total{namespace="a"}[5m]))'],
  ['pg_a / max(pg_b) > 0.85', 'pg_a{namespace="a"} / max(pg_b{namespace="a"}) > 0.85'],
  [
    'max by (container) (kube_x{reason="CrashLoop"})',
    'max by (container) (kube_x{namespace="a",reason="CrashLoop"})',
  ],
  ['max({__name__=~"(x_)?pg_a"})', 'max({namespace="a",__name__=~"(x_)?pg_a"})'],
  ['redis_x{of="up \\" pg_a"}', 'redis_x{namespace="a",of="up \\" pg_a"}'],
  [
    'a_b > 1e3 and on (pod) c_d offset 5m',
    'a_b{namespace="a"} > 1e3 and on (pod) c_d{namespace="a"} offset 5m',
  ],
  ['a_b / on (x) group_left (y) c_d{}', 'a_b{namespace="a"} / on (x) group_left (y) c_d{namespace="a"}'],
  ['rate(a_b[5m:10s]) or vector(0)', 'rate(a_b{namespace="a"}[5m:10s]) or vector(0)'],
])('%s within a namespace is %s', (expr, scoped) => {
  expect(within('a', expr)).toBe(scoped);
});
