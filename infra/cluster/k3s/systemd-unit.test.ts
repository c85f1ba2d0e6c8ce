import { expect, it } from 'vitest';
import { unit } from './systemd-unit.ts';

it('the unit starts an agent anew with another backend, which it learns from the server', () => {
  const backends = ['vxlan', 'wireguard-native'] as const;
  const [plain, encrypted] = backends.map((flannelBackend) => unit('agent', { flannelBackend }));
  expect(plain).not.toContain('wireguard');
  expect(encrypted).toContain('modprobe wireguard');
});
