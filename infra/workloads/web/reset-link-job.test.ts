import { describe, expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { ResetLink } from './reset-link-job.ts';

const made = synthesizeChart((chart) => {
  new ResetLink(chart, 'reset-link', { image: 'finance:1.0.0', config: { A: '1' } });
});

describe('what makes the link to a new password', () => {
  const { spec } = made.one('CronJob');

  it('runs only when somebody makes a Job of it, once, and not for long', () => {
    expect(spec).toMatchObject({ schedule: '0 0 31 2 *', suspend: true });
    expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 300 });
  });

  it('is the app, as the owner of the database', () => {
    const { containers, securityContext } = spec.jobTemplate.spec.template.spec;
    expect(containers).toEqual([
      expect.objectContaining({
        image: 'finance:1.0.0',
        command: ['node', 'app/database/reset-link.ts'],
        envFrom: [
          { configMapRef: { name: 'web' } },
          { secretRef: { name: 'database-web' } },
          { secretRef: { name: 'database-owner' } },
        ],
      }),
    ]);
    expect(containers[0]).not.toHaveProperty('args');
    expect(securityContext).toMatchObject({ runAsUser: 1000 });
  });

  it('has an account of its own', () => {
    expect(spec.jobTemplate.spec.template.spec.serviceAccountName).toBe('reset-link');
    expect(made.one('ServiceAccount').metadata.name).toBe('reset-link');
  });
});
