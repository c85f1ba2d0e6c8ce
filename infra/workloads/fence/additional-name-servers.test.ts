import { expect, it } from 'vitest';
import { DNS, DNS_PORTS } from '../defaults/network-path-and-known-ends.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { pathsOf } from './network-paths.ts';

it('lets whoever asks the name server of the cluster ask the others too', () => {
  const nameServers = ['169.254.20.10/32'];
  const paths = pathsOf(settingsWith({ policies: { registries: ['operators.example.com'], nameServers } }));
  const askers = (to: string) =>
    paths.filter((path) => path.to.name === to).map(({ from, ports }) => [from.name, ports]);
  expect(askers(DNS.name).length).toBeGreaterThan(3);
  expect(askers('name-servers')).toEqual(askers(DNS.name));
  expect(paths.find(({ to }) => to.name === 'name-servers')).toMatchObject({
    to: { cidrs: nameServers },
    ports: DNS_PORTS,
  });
  expect(pathsOf(settingsWith()).some(({ to }) => to.name === 'name-servers')).toBe(false);
});
