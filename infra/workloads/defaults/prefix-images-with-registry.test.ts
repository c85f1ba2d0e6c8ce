import { expect, it } from 'vitest';
import { settingsWith } from '../testing/settings-with.ts';
import { imagesOf } from './prefix-images-with-registry.ts';

it('come from where they are named', () => {
  expect(imagesOf(settingsWith())).toMatchObject({
    web: 'registry.example.com/finance:1.0.0',
    postgres: 'postgres:18.4',
    redis: 'redis:8.2.8',
    rclone: 'rclone/rclone:1.76.0',
  });
});

it('come from the mirror, every one of them', () => {
  const mirrored = imagesOf(settingsWith({ images: { registry: 'mirror.local:5000/hub' } }));
  expect(mirrored).toMatchObject({ web: 'mirror.local:5000/hub/registry.example.com/finance:1.0.0' });
  expect(mirrored).not.toHaveProperty('registry');
  for (const [name, image] of Object.entries(imagesOf(settingsWith())))
    expect(mirrored).toHaveProperty(name, `mirror.local:5000/hub/${image}`);
});
