import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { POD_MALLOC } from './heap-and-malloc-options-as-in-pod.ts';

it('gives the app of npm start the variables of the image', () => {
  const dockerfile = readFileSync(new URL('../../app/Dockerfile', import.meta.url), 'utf8');
  const set = Object.fromEntries(
    [...dockerfile.matchAll(/\b(MALLOC_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
  expect(set).toEqual(POD_MALLOC);
});
