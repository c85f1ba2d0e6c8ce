import { describe, expect, it } from 'vitest';
import { type Endpoint, networkOf } from './evaluate-network-policies.ts';
import type { KubeObject } from './object.ts';

const policy = (spec: object, namespace = 'shop'): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'it', namespace },
  spec,
});
const pod = (app: string, namespace = 'shop') => ({ namespace, labels: { app } });
const selector = (app: string) => ({ matchLabels: { app } });
const http = { port: 80, protocol: 'TCP' } as const;
const open = (
  policies: KubeObject[],
  from: Endpoint,
  to: Endpoint,
  target: { port: number; protocol: 'TCP' | 'UDP' } = http,
) => networkOf(policies)(from, to, target);

describe('without a policy', () => {
  it('everything is open', () => {
    expect(open([], pod('a'), pod('b'))).toBe(true);
    expect(open([policy({ podSelector: {}, policyTypes: ['Ingress'] }, 'other')], pod('a'), pod('b'))).toBe(
      true,
    );
  });
});

describe('a policy that denies all', () => {
  const deny = [policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })];

  it('closes both directions of its namespace, and nothing outside of it', () => {
    expect(open(deny, pod('a'), pod('b', 'other'))).toBe(false);
    expect(open(deny, pod('a', 'other'), pod('b'))).toBe(false);
    expect(open(deny, pod('a', 'other'), pod('b', 'other'))).toBe(true);
    expect(open(deny, { address: '1.1.1.1' }, pod('b'))).toBe(false);
    expect(open(deny, pod('b'), { address: '1.1.1.1' })).toBe(false);
  });

  it('for Ingress leaves the other direction', () => {
    const ingress = [policy({ podSelector: {}, policyTypes: ['Ingress'] })];
    expect(open(ingress, pod('a'), { address: '1.1.1.1' })).toBe(true);
    expect(open(ingress, pod('a'), pod('b'))).toBe(false);
  });

  it('means Ingress, and Egress when it has such rules, where it does not say', () => {
    expect(open([policy({ podSelector: {} })], pod('a'), { address: '1.1.1.1' })).toBe(true);
    expect(open([policy({ podSelector: {}, egress: [] })], pod('a'), { address: '1.1.1.1' })).toBe(false);
  });
});

describe('a peer', () => {
  const to = (from: object[], ports?: object[]) => [
    policy({
      podSelector: selector('b'),
      policyTypes: ['Ingress'],
      ingress: [{ from, ...(ports && { ports }) }],
    }),
  ];

  it('by pod is of the same namespace', () => {
    const policies = to([{ podSelector: selector('a') }]);
    expect(open(policies, pod('a'), pod('b'))).toBe(true);
    expect(open(policies, pod('c'), pod('b'))).toBe(false);
    expect(open(policies, pod('a', 'other'), pod('b'))).toBe(false);
  });

  const inOther = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } };

  it('with both selectors must match both', () => {
    const policies = to([{ ...inOther, podSelector: selector('a') }]);
    expect(open(policies, pod('a', 'other'), pod('b'))).toBe(true);
    expect(open(policies, pod('c', 'other'), pod('b'))).toBe(false);
    expect(open(policies, pod('a'), pod('b'))).toBe(false);
  });

  it('in two entries must match either', () => {
    const policies = to([inOther, { podSelector: selector('a') }]);
    expect(open(policies, pod('c', 'other'), pod('b'))).toBe(true);
    expect(open(policies, pod('a'), pod('b'))).toBe(true);
    expect(open(policies, pod('c'), pod('b'))).toBe(false);
  });

  it('that is missing is anybody, addresses too', () => {
    const policies = [
      policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 80 }] }] }),
    ];
    expect(open(policies, { address: '8.8.8.8' }, pod('b'))).toBe(true);
    expect(open(policies, { address: '8.8.8.8' }, pod('b'), { port: 81, protocol: 'TCP' })).toBe(false);
  });
});

describe('an address range', () => {
  const out = [
    policy({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.0.0/16'] } },
            { ipBlock: { cidr: '2000::/3', except: ['2001:db8::/32'] } },
          ],
        },
      ],
    }),
  ];

  it.each([
    ['93.184.216.34', true],
    ['10.255.255.255', false],
    ['11.0.0.0', true],
    ['169.254.169.254', false],
    ['169.253.0.1', true],
    ['2606:2800:220:1::1', true],
    ['2001:db8::1', false],
    ['2001:db9::1', true],
    ['fd00:ec2::254', false],
  ])('%s: %s', (address, expected) => {
    expect(open(out, pod('a'), { address })).toBe(expected);
  });

  it('is never a pod', () => {
    expect(open(out, pod('a'), pod('b'))).toBe(false);
  });
});

describe('a port', () => {
  const on = (...ports: object[]) => [
    policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports }] }),
  ];

  it('is TCP where it does not say', () => {
    expect(open(on({ port: 53 }), pod('a'), pod('b'), { port: 53, protocol: 'TCP' })).toBe(true);
    expect(open(on({ port: 53 }), pod('a'), pod('b'), { port: 53, protocol: 'UDP' })).toBe(false);
    expect(open(on({ protocol: 'UDP' }), pod('a'), pod('b'), { port: 9, protocol: 'UDP' })).toBe(true);
  });

  it('may be a range', () => {
    const range = on({ port: 80, endPort: 90 });
    expect(
      [79, 80, 90, 91].map((port) => open(range, pod('a'), pod('b'), { port, protocol: 'TCP' })),
    ).toEqual([...[false, true, true, false]]);
  });

  it('by name is refused', () => {
    expect(() => open(on({ port: 'http' }), pod('a'), pod('b'))).toThrow('give its number');
  });
});
