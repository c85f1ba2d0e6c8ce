import { expect, it } from 'vitest';
import { withPermissions } from '../bridge/data/guard-plan.ts';
import { plan } from '../bridge/plan-objects.ts';
import type { FormerObject } from '../bridge/read-state-before-run.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import type { ClaimSpec } from '../workloads/web/uploads-volume-claim.ts';
import { adviceOn, unmountedClaim } from './retain-unmounted-uploads.ts';

/** Objects of a stack that an earlier release applied. */
const before = (namespace = 'finance'): readonly FormerObject[] =>
  plan(platform(settingsWith({ namespace, uploads: { kind: 'volume', size: '3Gi' } })).app).objects.map(
    ({ name, manifest }) => ({ urn: `urn:pulumi:test::finance-platform::${name}`, name, manifest }),
  );

it('a stack whose receipts move to the database keeps its claim, which nothing replaces', () => {
  const claim = unmountedClaim(settingsWith(), before());
  expect(claim?.name).toBe('uploads/claim');
  const uploads = claim?.manifest['spec'] as ClaimSpec;
  const { app } = platform(settingsWith(), 'a file', { uploads });
  const judged = withPermissions(plan(app), before(), []);
  expect(judged.warnings).toEqual([]);
  expect(judged.plan.objects.find(({ name }) => name === 'uploads/claim')).toMatchObject({
    protect: true,
    manifest: claim?.manifest,
  });
});

it('without it, the run would be one that loses the claim', () => {
  expect(withPermissions(plan(platform(settingsWith()).app), before(), []).warnings).toEqual([
    expect.stringContaining('PersistentVolumeClaim finance/uploads is no longer in the program'),
  ]);
});

it.each([
  ['a stack that has none', settingsWith(), []],
  ['another namespace', settingsWith(), before('other')],
  ['a stack whose receipts are on it', settingsWith({ uploads: { accessMode: 'ReadWriteOnce' } }), before()],
])('%s has no unmounted claim', (_what, settings, former) => {
  expect(unmountedClaim(settings, former)).toBeUndefined();
});

it('the preview names it, and how to remove it', () => {
  const claim = unmountedClaim(settingsWith(), before());
  if (!claim) throw new Error('no claim');
  expect(adviceOn(claim, 'dev')).toContain('PersistentVolumeClaim finance/uploads');
  expect(adviceOn(claim, 'dev')).toContain(
    `npx pulumi state delete --stack dev --force --yes '${claim.urn}' && kubectl -n finance delete pvc uploads`,
  );
});
