import { describe, expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Certificates, type CertificatesProps } from './certificate-secrets.ts';

const BOTH = [
  { secret: 'postgres-tls', service: 'postgres' },
  { secret: 'redis-tls', service: 'redis' },
];

function made(props: Partial<CertificatesProps> = {}) {
  let tokens: readonly string[] = [];
  const { objects } = synthesizeChart((chart) => {
    const all = { namespace: 'finance', rotation: 2, servers: BOTH, ahead: false, ...props };
    tokens = new Certificates(chart, 'certificates', all).values.map(({ token }) => token);
  });
  return {
    tokens,
    secrets: objects.map(({ metadata, type, stringData }) => [metadata.name, type, stringData]),
  };
}

describe('Certificates', () => {
  it('gives each server its own key, and clients the authorities of this round and its neighbours', () => {
    expect(made().secrets).toEqual([
      [
        'platform-ca',
        'Opaque',
        { 'ca.crt': '⟦authority.certificate.2⟧⟦authority.certificate.1⟧⟦authority.certificate.3⟧' },
      ],
      [
        'postgres-tls',
        'kubernetes.io/tls',
        { 'tls.crt': '⟦postgres.certificate.2⟧', 'tls.key': '⟦postgres.key.2⟧' },
      ],
      ['redis-tls', 'kubernetes.io/tls', { 'tls.crt': '⟦redis.certificate.2⟧', 'tls.key': '⟦redis.key.2⟧' }],
    ]);
  });

  it('has clients of either round trust the servers of both', () => {
    const trusted = (rotation: number) => made({ rotation }).secrets[0]?.[2]['ca.crt'];
    for (const round of [2, 3])
      for (const of of [2, 3]) expect(trusted(round)).toContain(`⟦authority.certificate.${of}⟧`);
  });

  it('puts no key of an authority into the cluster', () => {
    expect(JSON.stringify(made({ ahead: true }))).not.toContain('authority.key');
  });

  it('makes the next round ahead for a store, together with the authority that signs it', () => {
    expect(made({ ahead: true }).tokens).toEqual(
      expect.arrayContaining(['postgres.key.3', 'redis.certificate.3']),
    );
    expect(made().tokens).not.toContain('postgres.key.3');
  });

  it('is nothing where no server is ours', () => {
    expect(made({ servers: [] })).toEqual({ tokens: [], secrets: [] });
  });
});
