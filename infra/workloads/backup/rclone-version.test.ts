import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { imagesOf } from '../defaults/prefix-images-with-registry.ts';
import { settingsWith } from '../testing/settings-with.ts';

it('dumps are copied to an object store by the version that the tests build', () => {
  const module = readFileSync(join(import.meta.dirname, '../../../.ci/tools/rclone/go.mod'), 'utf8');
  const [, version] = /rclone\/rclone v(\S+)/.exec(module) ?? [];
  expect(imagesOf(settingsWith()).rclone).toBe(`rclone/rclone:${version}`);
});
