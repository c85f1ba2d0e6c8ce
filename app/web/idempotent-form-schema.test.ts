import { expect, it } from 'vitest';
import { startApp } from '../testing/start-app.ts';
import { keyed } from './idempotent-form-schema.ts';

it('every form that is counted once has the same key', async () => {
  const { routes } = await startApp();
  const bodies = routes.map(({ schema }) => schema?.body as { properties?: object } | undefined);
  const keys = bodies.flatMap((body) =>
    body?.properties && 'key' in body.properties ? [body.properties.key] : [],
  );
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => key !== keyed.key)).toEqual([]);
});
