import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AjvCompiler from '@fastify/ajv-compiler';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { publisherOf } from '../../e2e/dry-run/crd-publishers.ts';
import { isGroup } from '../../settings/group.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { addOnsOf } from './list-wanted-helm-releases.ts';

/*
 * The values that we give to charts, against the charts themselves, where these come with a Go module: each key is one of the
 * chart's values, and what the chart has a schema for complies with it. Helm installs a misspelt value without a word.
 */

/** Charts by their setting: an API group of the publisher, and the folder of the chart in its module. */
const CHARTS = {
  certManager: { group: 'cert-manager.io', folder: 'deploy/charts/cert-manager' },
  externalSecrets: { group: 'external-secrets.io', folder: 'deploy/charts/external-secrets' },
  kyverno: { group: 'kyverno.io', folder: 'charts/kyverno' },
} as const;

describe.each(Object.entries(CHARTS))('the values for %s', (setting, { group, folder }) => {
  const chart = chartIn(group, folder);
  const skipped = 'reason' in chart;
  const title = (fact: string) => `${fact}${skipped ? ` (skipped: ${chart.reason})` : ''}`;

  it.skipIf(skipped).each([true, false])(title('are values of the chart, highlyAvailable: %s'), (many) => {
    if (skipped) return;
    const values = valuesOf(setting, many);
    expect(Object.keys(values).length).toBeGreaterThan(0);
    expect(unknownKeys(values, chart.values)).toEqual([]);
    expect(chart.wrong(values)).toEqual([]);
  });

  it.skipIf(skipped)(title('would be found if they were misspelt'), () => {
    if (skipped) return;
    const [first = ''] = Object.keys(valuesOf(setting, true));
    expect(unknownKeys({ [`${first}s`]: 1 }, chart.values)).toEqual([`${first}s`]);
  });
});

it('a value of a wrong type is found by the schema of cert-manager', (context) => {
  const chart = chartIn(CHARTS.certManager.group, CHARTS.certManager.folder);
  if ('reason' in chart) return context.skip(chart.reason);
  expect(chart.wrong({ replicaCount: 'two' })).toEqual(['/replicaCount must be number']);
});

function valuesOf(setting: string, highlyAvailable: boolean): Readonly<Record<string, unknown>> {
  const addOns = { [setting]: { repository: 'https://charts.example.com', highlyAvailable } };
  const [addOn] = addOnsOf(settingsWith({ addOns }));
  if (!addOn) throw new Error(`no add-on ${setting}`);
  return addOn.values;
}

/** Dotted paths of values that the chart does not have; what it leaves open, as an empty map, takes any. */
function unknownKeys(ours: unknown, theirs: unknown, at = ''): readonly string[] {
  if (!isGroup(ours) || !isGroup(theirs) || (at !== '' && Object.keys(theirs).length === 0)) return [];
  return Object.entries(ours).flatMap(([key, value]) =>
    key in theirs ? unknownKeys(value, theirs[key], `${at}${key}.`) : [`${at}${key}`],
  );
}

interface Chart {
  readonly values: unknown;
  /** What its schema finds wrong; nothing where it has none. */
  readonly wrong: (values: unknown) => readonly string[];
}

/** The chart in the release that we install, or the reason why it cannot be had. */
function chartIn(group: string, folder: string): Chart | { readonly reason: string } {
  const publisher = publisherOf(group);
  const { stdout } = spawnSync('go', ['mod', 'download', '-json', publisher.module], { encoding: 'utf8' });
  if (!stdout) return { reason: 'Go is not installed, which brings the chart' };
  const { Dir, Sum, Error: failure } = JSON.parse(stdout);
  if (failure) return { reason: failure };
  if (Sum !== publisher.sum) throw new Error(`${publisher.module} is not what was pinned: ${Sum}`);
  const file = (name: string) => readFileSync(join(Dir, folder, name), 'utf8');
  const hasSchema = existsSync(join(Dir, folder, 'values.schema.json'));
  return {
    values: load(file('values.yaml')),
    wrong: hasSchema ? validator(JSON.parse(file('values.schema.json'))) : () => [],
  };
}

function validator({ $schema: _, ...schema }: Record<string, unknown>): Chart['wrong'] {
  const customOptions = {
    strict: false,
    allErrors: true,
    removeAdditional: false as const,
    coerceTypes: false,
    useDefaults: false,
  };
  const compile = AjvCompiler()({}, { customOptions });
  const validate = compile({ schema } as never) as unknown as {
    (values: unknown): boolean;
    errors?: ReadonlyArray<{ instancePath: string; message?: string }> | null;
  };
  return (values) =>
    validate(values)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
