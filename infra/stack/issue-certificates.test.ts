import type * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { recordRegistrations } from '../bridge/testing/record-registrations.ts';
import type { Holder } from '../workloads/secrets/declared-value-types.ts';
import { certificateIssuer } from './issue-certificates.ts';

const AUTHORITY: Holder = { name: 'authority', dnsNames: [] };
const POSTGRES: Holder = {
  name: 'postgres',
  dnsNames: ['postgres', 'postgres.finance'],
  ipAddresses: ['192.0.2.11'],
};

/** Records what a stack of a round registers, and the values that it gets. */
async function recorded(round: number) {
  const values: Record<string, pulumi.Output<string>> = {};
  const recording = await recordRegistrations(
    () => {
      const issue = certificateIssuer();
      const of = (holder: Holder, part: 'certificate' | 'key', turn: number) =>
        issue({ by: 'certificate', part, holder, round: turn });
      for (const turn of [round, round - 1, round + 1])
        values[`authority.${turn}`] = of(AUTHORITY, 'certificate', turn);
      values['certificate'] = of(POSTGRES, 'certificate', round);
      values['key'] = of(POSTGRES, 'key', round);
    },
    {
      made: ({ name }) => ({
        privateKeyPem: `key of ${name}`,
        privateKeyPemPkcs8: `key of ${name}`,
        certPem: `certificate ${name}`,
        certRequestPem: `request ${name}`,
      }),
    },
  );
  const known = (name: string) =>
    new Promise((resolve) => (values[name] as pulumi.Output<string>).apply(resolve));
  return { ...recording, known };
}

describe('a certificate that Pulumi issues', () => {
  it('of a server is signed by the authority of its round, for its names, and its key is its own', async () => {
    const { named, known } = await recorded(1);
    expect(named('postgres.certificate.1').inputs).toMatchObject({
      allowedUses: ['digital_signature', 'server_auth'],
      certRequestPem: 'request postgres.request.1',
      caCertPem: 'certificate authority.certificate.1',
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 90 * 24,
    });
    expect(named('postgres.certificate.1').secrets).toMatchObject({
      caPrivateKeyPem: 'key of authority.key.1',
    });
    expect(named('postgres.request.1').inputs).toMatchObject({
      dnsNames: ['postgres', 'postgres.finance'],
      ipAddresses: ['192.0.2.11'],
      subject: { commonName: 'postgres', organization: 'finance-platform' },
    });
    expect(await known('key')).toBe('key of postgres.key.1');
    expect(await known('certificate')).toBe('certificate postgres.certificate.1');
  });

  it('of an authority lasts longer than all that it signs', async () => {
    const { named } = await recorded(1);
    const authority = named('authority.certificate.1').inputs as Record<string, number>;
    const server = named('postgres.certificate.1').inputs as Record<string, number>;
    expect(authority['isCaCertificate']).toBe(true);
    expect(authority['earlyRenewalHours']).toBeGreaterThan(server['validityPeriodHours'] ?? Infinity);
  });

  it('stays in the next round, but for what nobody trusts any more', async () => {
    const names = async (round: number) => (await recorded(round)).all.map(({ name }) => name);
    const [first, second] = [await names(1), await names(2)];
    expect(first.filter((name) => second.includes(name)).toSorted()).toEqual([
      'authority.certificate.1',
      'authority.certificate.2',
      'authority.key.1',
      'authority.key.2',
    ]);
    expect(second).toContain('postgres.key.2');
  });
});
