import { expect, it } from 'vitest';
import { settingsWith } from '../testing/settings.ts';
import { imagesOf } from './images.ts';

it('come from where they are named', () => {
  expect(imagesOf(settingsWith())).toEqual({
    web: 'finance:1.0.0',
    postgres: 'postgres:18',
    redis: 'redis:8',
    rclone: 'rclone/rclone:1.76.0',
  });
});

it('come from the mirror, every one of them', () => {
  const settings = settingsWith({ images: { registry: 'mirror.local:5000/hub' } });
  expect(imagesOf(settings)).toEqual({
    web: 'mirror.local:5000/hub/finance:1.0.0',
    postgres: 'mirror.local:5000/hub/postgres:18',
    redis: 'mirror.local:5000/hub/redis:8',
    rclone: 'mirror.local:5000/hub/rclone/rclone:1.76.0',
  });
});
