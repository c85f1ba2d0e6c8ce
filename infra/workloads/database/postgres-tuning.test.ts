import { describe, expect, it } from 'vitest';
import { tunedFor } from './postgres-tuning.ts';

describe('tunedFor', () => {
  it.each([
    [
      '512Mi',
      40,
      {
        shared_buffers: '128MB',
        effective_cache_size: '384MB',
        maintenance_work_mem: '32MB',
        work_mem: '11MB',
      },
    ],
    [
      '1Gi',
      120,
      {
        shared_buffers: '256MB',
        effective_cache_size: '768MB',
        maintenance_work_mem: '64MB',
        work_mem: '5MB',
      },
    ],
    [
      '4Gi',
      120,
      {
        shared_buffers: '1024MB',
        effective_cache_size: '3072MB',
        maintenance_work_mem: '256MB',
        work_mem: '40MB',
      },
    ],
    [
      '64Gi',
      120,
      {
        shared_buffers: '16384MB',
        effective_cache_size: '49152MB',
        maintenance_work_mem: '4096MB',
        work_mem: '64MB',
      },
    ],
    ['524Mi', 120, { work_mem: '1MB' }],
  ])('%s and %d connections', (memory, connections, expected) => {
    expect(tunedFor({ memory, connections })).toMatchObject({
      ...expected,
      max_connections: String(connections),
    });
  });

  it('never promises more than the limit at rest', () => {
    for (const memory of [256, 512, 1024, 2048]) {
      const tuned = tunedFor({ memory: `${memory}Mi`, connections: 40 });
      const sum = ['shared_buffers', 'maintenance_work_mem'].reduce(
        (all, key) => all + Number.parseInt(tuned[key] ?? '', 10),
        0,
      );
      expect(sum + 40 * 3).toBeLessThanOrEqual(memory);
    }
  });
});
