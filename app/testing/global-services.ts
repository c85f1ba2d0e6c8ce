import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../../infra/local/find-chromium.ts';
import { onPath } from '../../infra/local/find-command.ts';
import { makeTemplate } from './create-template-database.ts';
import { serverIn, type TestPostgres } from './postgres-server.ts';
import { startRedisServer } from './redis-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
    /** URL of the run's redis-server; `null` when there is none, see `skip-reasons.ts`. */
    redis: string | null;
    /** Path of the Chromium executable; `null` when none starts. */
    browser: string | null;
  }
}

/** Starts the services that the tests need; vitest calls it once per run. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const [database, redis] = await Promise.all([startPostgres(), startRedis()]);
  project.provide('postgres', database.address);
  project.provide('redis', redis?.url ?? null);
  project.provide('browser', findChromium() ?? null);
  return async () => {
    await Promise.all([database.stop(), redis?.stop()]);
  };
}

async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'finance-postgres-'));
  const server = await serverIn(folder);
  await server.initialise();
  await server.start();
  await makeTemplate(server.address);
  return {
    address: server.address,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startRedis() {
  if (onPath(['redis-server']).length === 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'finance-redis-'));
  const { url, stop } = await startRedisServer(folder);
  return {
    url,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
