import * as pulumi from '@pulumi/pulumi';
import { former, objectsAmong } from '../bridge/read-state-before-run.ts';
import type { KubeObject } from '../manifests/object.ts';
import { postgresServer } from '../manifests/read-postgres-server-of-object.ts';
import { connectionsIn, holdsAllPods } from '../settings/database-connections.ts';
import type { Settings } from '../settings/schema.ts';
import { POSTGRES } from '../workloads/defaults/names-and-ports.ts';
import { imagesOf } from '../workloads/defaults/prefix-images-with-registry.ts';

/**
 * The settings with the number of connections that the stack's server has: another number restarts Postgres, which serves
 * nobody meanwhile, so a changed default alone never does that. A restart for any other reason brings today's default.
 */
export async function withKeptConnections(settings: Settings): Promise<Settings> {
  const { database } = settings;
  if (!('resources' in database)) return settings;
  const before = objectsAmong(await former()).map(({ manifest }) => manifest);
  const kept = keptConnections(settings, before);
  if (kept === undefined) return settings;
  const usual = connectionsIn(database);
  const command = `npx pulumi config set --stack ${pulumi.getStack()} --path finance-platform:database.connections`;
  await pulumi.log.warn(
    `Postgres keeps its ${kept} connections, because another number restarts it, although the default is ${usual}; ` +
      `to say so: ${command} ${kept}; or, at an hour at which it may restart: ${command} ${usual}`,
  );
  return { ...settings, database: { ...database, connections: kept } };
}

/**
 * Connections of the stack's server, when the settings name no number, the default is another one, all pods find room in
 * them, and nothing else restarts the server; otherwise `undefined`.
 */
export function keptConnections(settings: Settings, before: readonly KubeObject[]): number | undefined {
  const { database, namespace } = settings;
  if (!('resources' in database) || database.connections !== undefined) return undefined;
  const server = before
    .filter(({ metadata }) => metadata.name === POSTGRES.name && metadata.namespace === namespace)
    .map(postgresServer)
    .find((found) => found !== undefined);
  if (server?.connections === undefined || server.connections === connectionsIn(database)) return undefined;
  const goesOn =
    server.image === imagesOf(settings).postgres && server.memory === database.resources.limits.memory;
  const kept = { ...database, connections: server.connections };
  return goesOn && holdsAllPods({ ...settings, database: kept }) ? server.connections : undefined;
}
