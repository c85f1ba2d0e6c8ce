import { describe, expect, it } from 'vitest';
import { references } from '../../manifests/references.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Migrate } from './migration-and-passwords-job.ts';

const job = (image = 'finance:1.0.0', config: Record<string, string> = { A: '1' }, rounds = [1, 1]) =>
  synthesizeChart((chart) => {
    new Migrate(chart, 'migrate', { image, config, rounds, secrets: ['database-backup'] });
  }).one('Job');

describe('the migration', () => {
  it('is a new Job whenever it differs, since a Job cannot be changed', () => {
    const name = job().metadata.name;
    expect(name).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(job().metadata.name).toBe(name);
    expect(job('finance:1.0.1').metadata.name).not.toBe(name);
    expect(job('finance:1.0.0', { A: '2' }).metadata.name).not.toBe(name);
    // A rotation in Argo CD's view: the new values are in no manifest.
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
      { secretRef: { name: 'database-web' } },
      { secretRef: { name: 'database-worker' } },
      { secretRef: { name: 'database-owner' } },
      { secretRef: { name: 'database-backup' } },
    ]);
  });

  it('alone has the link of the first person, where people sign up by links', () => {
    const readers = (signUp: string) =>
      objectsIn(platform(settingsWith({ web: { image: 'finance:1.0.0', signUp } })).app).flatMap((object) =>
        references(object).some(({ kind, name }) => kind === 'Secret' && name === 'first-invitation')
          ? [`${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{8}$/, '')}`]
          : [],
      );
    expect(readers('invited')).toEqual(['Job migrate', 'CronJob restore']);
    for (const signUp of ['open', 'closed']) expect(readers(signUp)).toEqual([]);
  });

  it('has an account of its own', () => {
    expect(job().spec.template.spec.serviceAccountName).toBe('migrate');
  });
});
