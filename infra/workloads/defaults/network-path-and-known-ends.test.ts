import { describe, expect, it } from 'vitest';
import { networkOf } from '../../manifests/evaluate-network-policies.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { Fence } from '../fence/network-policies-of-namespace.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { type Addresses, API_SERVER, INTERNET, ours, tcp } from './network-path-and-known-ends.ts';

const web = ours('finance', 'web');

function reaches(to: Addresses): (address: string) => boolean {
  const { objects } = synthesizeChart((chart) => {
    new Fence(chart, 'fence', { namespace: 'finance', paths: [{ from: web, to, ports: tcp(443) }] });
  });
  const open = networkOf(objects as readonly unknown[] as readonly KubeObject[]);
  return (address) => open(web, { address }, { port: 443, protocol: 'TCP' });
}

const CREDENTIALS = [
  ['the metadata service', '169.254.169.254'],
  ['credentials of a pod', '169.254.170.23'],
  ['the metadata service of AWS', 'fd00:ec2::254'],
  ['credentials of a pod', 'fd00:ec2::23'],
  ['the metadata service of GCP', 'fd20:ce::254'],
  ['link-local', 'fe80::a9fe:a9fe'],
  ['the metadata service through NAT64', '64:ff9b::a9fe:a9fe'],
  ['the metadata service by 6to4', '2002:a9fe:a9fe::1'],
  ['a neighbour by Teredo', '2001:0:a9fe:a9fe::1'],
  ['this node', '127.0.0.1'],
  ['this node', '::1'],
] as const;

const NEIGHBOURS = [
  ['a node', '10.0.3.7'],
  ['a node behind a carrier', '100.64.0.9'],
  ['a neighbour', '172.31.255.255'],
  ['a neighbour', '192.168.0.1'],
  ['a node', 'fd12:3456::7'],
  ['a pod', 'fc00::42'],
] as const;

const PUBLIC = [
  ['a site', '93.184.216.34'],
  ['next to the private ones', '11.0.0.1'],
  ['next to the private ones', '172.32.0.1'],
  ['a site', '2606:2800:220:1::1'],
  ['a site', '2a00:1450::1'],
] as const;

describe('the internet', () => {
  const open = reaches(INTERNET);
  it.each(PUBLIC)('is %s at %s', (_what, address) => expect(open(address)).toBe(true));
  it.each([
    ...CREDENTIALS,
    ...NEIGHBOURS,
    ['of Azure', '168.63.129.16'] as const,
  ])('is not %s at %s', (_what, address) => expect(open(address)).toBe(false));
});

describe('the API server', () => {
  const open = reaches(API_SERVER);
  it.each(NEIGHBOURS)('may be %s at %s', (_what, address) => expect(open(address)).toBe(true));
  it.each([...CREDENTIALS, ...PUBLIC])('is not %s at %s', (_what, address) =>
    expect(open(address)).toBe(false));
});
