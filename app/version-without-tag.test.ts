import { expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { startApp } from './testing/start-app.ts';

it('an app that is told no version, as one that is deployed by digest alone, says that of its image everywhere', async () => {
  const { app, visitor, config } = await startApp();
  const { version } = packageFile;
  expect(config.build.version).toBe(version);
  expect((await visitor().get('/health')).json()).toMatchObject({ version });
  expect((await visitor().get('/sign-in')).body).toContain(`Version ${version}`);
  expect(await app.metrics.metrics()).toContain(`app_build_info{version="${version}",`);
});
