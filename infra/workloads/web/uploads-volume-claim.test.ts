import { expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Uploads, uploadsClaim } from './uploads-volume-claim.ts';

const spec = (storageClass?: string) =>
  synthesizeChart((chart) => {
    const given = { size: '5Gi', accessMode: 'ReadWriteMany', storageClass } as const;
    new Uploads(chart, 'uploads', uploadsClaim(given));
  }).one('PersistentVolumeClaim', 'uploads').spec;

it('claims what the settings say', () => {
  expect(spec('efs')).toEqual({
    accessModes: ['ReadWriteMany'],
    storageClassName: 'efs',
    resources: { requests: { storage: '5Gi' } },
  });
});

it('leaves the class to the cluster where nobody names one: an empty one would mean none', () => {
  expect(spec()).not.toHaveProperty('storageClassName');
});
