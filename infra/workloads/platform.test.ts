import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { STACKS } from '../command/stacks-of-project.ts';
import { check } from '../manifests/check.ts';
import { address, type KubeObject } from '../manifests/object.ts';
import { hasToken } from '../manifests/placeholder-tokens.ts';
import { finder, references } from '../manifests/references.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from './platform.ts';
import { findingsBeyondDev } from './testing/added-findings.ts';
import { objectsOf } from './testing/objects-from-stack-file.ts';
import { settingsWith } from './testing/settings-with.ts';

describe.each(STACKS)('the %s stack', (stack) => {
  it('has nothing that any check finds (what dev has too is told of dev alone)', () => {
    expect(stack === 'dev' ? check(objectsOf('dev')) : findingsBeyondDev(objectsOf(stack))).toEqual([]);
  });

  it('never has a token or a Secret in its files', () => {
    const folder = join(import.meta.dirname, '../../charts-out', stack);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(files.length).toBeGreaterThan(8);
    for (const text of files) {
      expect(hasToken(text)).toBe(false);
      expect(text).not.toMatch(/^kind: Secret$/m);
      expect(text).not.toContain('pulumi.com/');
    }
  });

  it('has the objects of names.lock: what is renamed there is a new object, and its data is left behind', async () => {
    const { app } = platform(readStackFile(stack));
    const lines = app.node.findAll().flatMap((construct) => {
      if (!ApiObject.isApiObject(construct)) return [];
      const name = address(construct.toJson() as KubeObject).replace(/-[0-9a-f]{8}$/, '-<hash>');
      return `${name}  ${construct.node.path}`;
    });
    // Add new objects with `npx vitest run --config .config/vitest.ts platform.test -u`; never change an existing line.
    await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot(`names.${stack}.lock`);
  });
});

describe('platform', () => {
  it('names in its files only what the same or an earlier file holds', () => {
    const charts = platform(settingsWith())
      .app.node.children.filter(Chart.isChart)
      .map((chart) => objectsIn(chart));
    charts.forEach((objects, index) => {
      const find = finder(charts.slice(0, index + 1).flat());
      const later = objects
        .flatMap(references)
        .filter((reference) => !reference.optional && !find(reference));
      expect(later).toEqual([]);
    });
  });

  it('puts everything into the namespaces of the settings', () => {
    const objects = objectsIn(
      platform(settingsWith({ namespace: 'money', observability: { namespace: 'watching' } })).app,
    );
    const namespaces = new Set(
      objects
        .filter(({ kind, metadata }) => kind === 'Namespace' || metadata.namespace !== undefined)
        .map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)),
    );
    // Prometheus finds the API servers in namespace default of every cluster.
    expect([...namespaces]).toEqual(['money', 'watching', 'default']);
    expect(findingsBeyondDev(objects)).toEqual([]);
  });

  it('drops the fence only where the settings say so', () => {
    const kinds = (networkPolicies: boolean) =>
      objectsIn(platform(settingsWith({ policies: { networkPolicies } })).app).map(({ kind }) => kind);
    expect(kinds(true)).toContain('NetworkPolicy');
    expect(kinds(false)).not.toContain('NetworkPolicy');
  });

  it('takes every image from the mirror', () => {
    const text = [
      ...render(platform(settingsWith({ images: { registry: 'mirror.local' } })).app).values(),
    ].join('');
    const images = [...text.matchAll(/image: (.*)/g)].map(([, image]) => image);
    expect(images.length).toBeGreaterThanOrEqual(6);
    for (const image of images) expect(image).toMatch(/^mirror\.local\//);
  });

  it('says in which file a quota is too small for what the other settings ask for', () => {
    const settings = settingsWith({ quota: { memory: '1Gi' } });
    expect(() => platform(settings, 'Pulumi.test.yaml')).toThrow(SettingsError);
    expect(() => platform(settings, 'Pulumi.test.yaml')).toThrow(
      /^ {2}Pulumi\.test\.yaml: quota\.memory: must be at least \d+Mi, .*; got 1Gi$/m,
    );
  });
});
