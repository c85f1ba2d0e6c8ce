import postgres from 'postgres';
import { migrate } from '../database/migrate.ts';
import type { TestPostgres } from './postgres-server.ts';

/**
 * Creates roles and the template database. The owner is no superuser, so that row-level security applies to it too and
 * a missing right shows.
 */
export async function makeTemplate(at: TestPostgres): Promise<void> {
  const root = postgres({
    host: at.host,
    port: at.port,
    user: at.superuser,
    password: at.superuserPassword,
    database: 'postgres',
    max: 1,
  });
  await root.unsafe(`create role ${at.owner} login createrole password '${at.ownerPassword}'`);
  await root.unsafe(`create database ${at.template} owner ${at.owner}`);
  await root.end();
  const app = {
    host: at.host,
    port: at.port,
    name: at.template,
    poolSize: 1,
    user: at.user,
    password: at.password,
  };
  await migrate({
    app,
    owner: { ...app, user: at.owner, password: at.ownerPassword },
    worker: { user: at.worker, password: at.workerPassword },
  });
}
