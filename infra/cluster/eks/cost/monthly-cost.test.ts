import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../settings/schema.ts';
import type { EksSettings } from '../eks-settings-type.ts';
import { recordEks } from '../testing/record-eks.ts';
import { CA, everything, onEks } from '../testing/settings.ts';
import { costText, monthlyCost } from './monthly-cost.ts';
import { PRICES } from './prices.ts';

const costOf = (settings: Settings) => monthlyCost(settings, settings.cluster as EksSettings);
const total = (settings: Settings) =>
  costOf(settings).reduce((sum, { count, each = 0 }) => sum + count * each, 0);

const IN_FRANKFURT = { autoMode: false, region: 'eu-central-1' };

describe('the cost of a month', () => {
  it('is that of the control plane, the ways out, the keys and the nodes with their disks', () => {
    // 73 + 3 × 36.5 + 2 + 3 × 73.584 + 3 × 4
    expect(total(onEks())).toBeCloseTo(417.25, 2);
  });

  it('counts a database twice that has a second server', () => {
    const rds = costOf(everything()).filter(({ what }) => what.includes('database'));
    expect(rds).toEqual([
      { what: 'database db.m7g.large', count: 2, each: expect.closeTo(122.64) },
      { what: 'disk of a database, 20 GiB', count: 2, each: expect.closeTo(2.3) },
    ]);
  });

  it('counts a copy that serves reads with its disk', () => {
    const database = { mode: 'rds', tls: { ca: CA }, multiZone: false, readReplica: true };
    const counts = costOf(onEks({}, { database })).filter(({ what }) => what.includes('database'));
    expect(counts.map(({ count }) => count)).toEqual([2, 2]);
  });

  it.each([
    ['one way out', { network: { natGateways: 'one' } }, 417.252 - 2 * 36.5],
    ['nodes of ARM', { nodes: { architecture: 'arm64' } }, 417.252 - 3 * (73.584 - 59.568)],
    ['two nodes in each zone', { nodes: { perZone: { desired: 2 } } }, 417.252 + 3 * (73.584 + 4)],
    ['nodes that AWS makes', { nodes: { kind: 'auto' } }, 417.252 - 3 * (73.584 + 4)],
  ])('follows the settings: %s', (_what, cluster, expected) => {
    expect(total(onEks(cluster))).toBeCloseTo(expected, 2);
  });
});

describe('what people read', () => {
  it('says units, whose prices they are and from when, and what is not in it', () => {
    const text = costText(costOf(onEks()), IN_FRANKFURT);
    expect(text).toContain('at least 417 USD a month');
    expect(text).toContain(`list prices of us-east-1, ${PRICES.date}, 730 hours`);
    expect(text).toContain('     109.50 USD  3 × NAT');
    expect(text).toMatch(/not in it: traffic/);
    expect(costText([], { ...IN_FRANKFURT, autoMode: true })).toContain('the nodes of Auto Mode');
  });

  it('says that they are those of another region, where they are', () => {
    expect(costText([], IN_FRANKFURT)).toContain('those of eu-central-1 differ');
    expect(costText([], { ...IN_FRANKFURT, region: PRICES.region })).not.toContain('differ');
  });

  it('says so where a type has no price, instead of taking it for free', () => {
    const text = costText(costOf(onEks({ nodes: { instanceTypes: ['x9z.huge'] } })), IN_FRANKFURT);
    expect(text).toContain('no price known  3 × node x9z.huge');
  });
});

it('a preview tells it, and nothing else does', async () => {
  const settings = onEks();
  const said = async (preview: boolean) => (await recordEks(settings, { preview })).told;
  const on = settings.cluster as EksSettings;
  expect(await said(true)).toEqual([costText(costOf(settings), { autoMode: false, region: on.region })]);
  expect(await said(false)).toEqual([]);
});
