import { describe, expect, it } from 'vitest';
import { synthesized } from '../testing/synthesized.ts';
import { Migrate } from './migrate.ts';

const job = (image = 'finance:1.0.0', config: Record<string, string> = { A: '1' }, rounds = [1, 1]) =>
  synthesized((chart) => {
    new Migrate(chart, 'migrate', { image, config, rounds, beside: ['database-backup'] });
  }).one('Job');

describe('the migration', () => {
  it('is a new Job whenever it differs, since a Job cannot be changed', () => {
    const name = job().metadata.name;
    expect(name).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(job().metadata.name).toBe(name);
    expect(job('finance:1.0.1').metadata.name).not.toBe(name);
    expect(job('finance:1.0.0', { A: '2' }).metadata.name).not.toBe(name);
    // As Argo CD sees a rotation: the values that it is to set are in no manifest.
    expect(job('finance:1.0.0', { A: '1' }, [1, 2]).metadata.name).not.toBe(name);
  });

  it('ends: after three more tries, or a quarter of an hour', () => {
    expect(job().spec).toMatchObject({
      backoffLimit: 3,
      activeDeadlineSeconds: 900,
      template: { spec: { restartPolicy: 'Never' } },
    });
  });

  it('alone has the Secret of the owner', () => {
    const [container] = job().spec.template.spec.containers;
    expect(container.command).toEqual(['node', 'app/database/migrate.ts']);
    expect(container.envFrom).toEqual([
      { configMapRef: { name: 'web' } },
      { secretRef: { name: 'database' } },
      { secretRef: { name: 'database-owner' } },
      { secretRef: { name: 'database-backup' } },
    ]);
  });

  it('has an account of its own', () => {
    expect(job().spec.template.spec.serviceAccountName).toBe('migrate');
  });
});
