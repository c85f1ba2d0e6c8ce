import { expect } from 'vitest';
import type { Loose } from './synthesize-chart.ts';

/** Expects a pod to be root without a capability or a token, and to read one directory of its node and nothing else of it. */
export function expectRootReader(spec: Loose, path: string): void {
  const [container] = spec['containers'];
  expect(spec['securityContext']).toMatchObject({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(spec['automountServiceAccountToken']).toBe(false);
  expect(spec['volumes'].filter((volume: Loose) => volume['hostPath'])).toEqual([
    { name: 'logs', hostPath: { path, type: 'Directory' } },
  ]);
  expect(container.volumeMounts).toContainEqual({ name: 'logs', mountPath: path, readOnly: true });
}
