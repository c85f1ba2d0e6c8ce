import { expect, it } from 'vitest';
import type { Api } from '../api/kubernetes-client.ts';
import { clusterProvider } from '../cluster-provider.ts';
import { recordRegistrations } from '../testing/record-registrations.ts';
import { ResourceReadiness } from './wait-with-pulumi-log.ts';

it('what is said meanwhile holds no secret either', async () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } };
  let looks = 0;
  const list = async () => {
    looks += 1;
    if (looks === 1) throw new Error('refused: correct horse is no name');
    return { items: [{ ...object, status: { conditions: [{ type: 'Ready', status: 'True' }] } }], date: 0 };
  };
  const { told } = await recordRegistrations(async (parent) => {
    const resource = clusterProvider('any', { kubeconfig: '{}', identifier: 'test' }, { parent });
    const readiness = new ResourceReadiness({
      api: async () => ({ list }) as unknown as Api,
      secrets: ['correct horse'],
    });
    await readiness.of(object, 90, resource);
  });
  expect(told[0]).toBe('the cluster does not say: refused: (secret) is no name');
});
