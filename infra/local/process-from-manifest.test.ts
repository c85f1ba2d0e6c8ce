import { describe, expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { containerOf } from './process-from-manifest.ts';

const { app, values: declared } = platform(readStackFile('dev'));
const objects = objectsIn(app);
const values = new Map(declared.map(({ token }) => [token, `${token}-`.padEnd(64, 'x')]));

describe('containerOf', () => {
  it('finds the command', () => {
    expect(containerOf(objects, 'web', values).command).toEqual(['node', 'app/server.ts']);
  });

  it('says which container is missing', () => {
    expect(() => containerOf(objects, 'frontend', values)).toThrow('no container "frontend"');
  });

  it('leaves no token in a value', () => {
    expect(JSON.stringify(containerOf(objects, 'migrate', values))).not.toMatch(/[⟦⟧]/u);
  });
});
