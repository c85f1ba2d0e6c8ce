import { createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Certificates } from '../workloads/secrets/certificate-secrets.ts';
import type { DeclaredValue } from '../workloads/secrets/declared-value-types.ts';
import { synthesizeChart } from '../workloads/testing/synthesize-chart.ts';
import { issueCertificates } from './sign-certificates-locally.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

/** Declares what a stack needs in a round. */
function declaredIn(rotation: number): readonly DeclaredValue[] {
  let values: readonly DeclaredValue[] = [];
  synthesizeChart((chart) => {
    const hosts = ['192.0.2.11', 'one.example.org'];
    const servers = [{ secret: 'postgres-tls', service: 'postgres', hosts }];
    const props = { namespace: 'finance', rotation, servers, ahead: true };
    values = new Certificates(chart, 'certificates', props).values;
  });
  return values;
}

describe('certificates of the platform', () => {
  let issued: ReadonlyMap<string, string>;
  beforeAll(async () => {
    issued = await issueCertificates(declaredIn(3), NOW);
  });
  const certificate = (token: string) => new X509Certificate(issued.get(token) ?? '');

  it('are signed by the authority of their own round, and by no other', () => {
    for (const round of [3, 4]) {
      const server = certificate(`postgres.certificate.${round}`);
      for (const other of [2, 3, 4]) {
        const authority = certificate(`authority.certificate.${other}`);
        expect(server.verify(authority.publicKey)).toBe(other === round);
        expect(server.checkIssued(authority)).toBe(other === round);
      }
    }
  });

  it('belong to their keys', () => {
    const key = createPrivateKey(issued.get('postgres.key.3') ?? '');
    expect(certificate('postgres.certificate.3').checkPrivateKey(key)).toBe(true);
    expect(certificate('postgres.certificate.4').checkPrivateKey(key)).toBe(false);
  });

  it('name a server as pods call it, and are no authorities', () => {
    const server = certificate('postgres.certificate.3');
    for (const name of ['postgres', 'postgres.finance', 'postgres.finance.svc.cluster.local'])
      expect(server.checkHost(name)).toBe(name);
    expect(server.checkHost('redis')).toBeUndefined();
    expect([server.checkHost('one.example.org'), server.checkIP('192.0.2.11')]).not.toContain(undefined);
    expect(server.checkIP('192.0.2.12')).toBeUndefined();
    expect(server.ca).toBe(false);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']); // server authentication
    expect(certificate('authority.certificate.3').ca).toBe(true);
  });

  it('last for ten years, as nothing renews them', () => {
    expect(certificate('postgres.certificate.3').validToDate.toISOString()).toMatch(/^2036-02-2/);
  });

  it('leave no key of an authority behind', () => {
    expect([...issued.keys()].filter((token) => token.startsWith('authority.key'))).toEqual([]);
  });
});
