import { randomInt } from 'node:crypto';
import { Problem } from '../../command/problem.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { filtered, pieces } from '../../manifests/placeholder-tokens.ts';
import type { DeclaredValue } from './declared-value-types.ts';

/**
 * Returns a value for every token: random values, and those of the settings from the environment, since the stack file
 * encrypts them.
 *
 * @param issued certificates and their keys, by token
 * @throws Problem that names each missing variable
 */
export function valuesFor(
  declared: readonly DeclaredValue[],
  environment: Environment,
  issued: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const { values, missing } = valuesHere(declared, environment, issued);
  if (missing.length > 0) {
    throw new Problem(
      `the settings of this stack are encrypted: give their values in the environment, ${missing.join(', ')}`,
    );
  }
  return values;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the available values, and the names of missing variables. */
export function valuesHere(
  declared: readonly DeclaredValue[],
  environment: Environment,
  issued: ReadonlyMap<string, string> = new Map(),
) {
  const missing: string[] = [];
  const values = new Map<string, string>();
  for (const { token, made } of declared) {
    if (made.by === 'random') values.set(token, randomText(made.length));
    else if (made.by === 'certificate') values.set(token, known(token, issued));
    else {
      const variable = made.by === 'resource' ? RESOURCES[token] : VARIABLES[made.path];
      if (variable === undefined) throw new Error(`nobody knows where ${token} comes from`);
      const value = environment[variable];
      if (value) values.set(token, value);
      else missing.push(variable);
    }
  }
  return { values, missing };
}

/** Returns the object with its tokens replaced by values. */
export function filled(secret: KubeObject, values: ReadonlyMap<string, string>): KubeObject {
  const fill = (text: string) =>
    pieces(text)
      .map((piece) => (typeof piece === 'string' ? piece : filtered(known(piece.name, values), piece.filter)))
      .join('');
  const stringData = Object.entries(secret['stringData'] ?? {}).map(([key, text]) => [key, fill(text)]);
  return { ...secret, stringData: Object.fromEntries(stringData) };
}

const VARIABLES = {
  databaseOwnerUser: 'DB_OWNER_USER',
  databaseOwnerPassword: 'DB_OWNER_PASSWORD',
  databaseMetricsUser: 'DB_METRICS_USER',
  databaseMetricsPassword: 'DB_METRICS_PASSWORD',
  smtpUser: 'SMTP_USER',
  smtpPassword: 'SMTP_PASSWORD',
  objectStoreKeyId: 'OBJECT_STORE_KEY_ID',
  objectStoreKey: 'OBJECT_STORE_KEY',
  alertWebhook: 'ALERT_WEBHOOK',
} as const;

/** Environment variables for outputs of Pulumi's resources, by token. */
const RESOURCES: Readonly<Record<string, string>> = {
  'database.host': 'DB_HOST',
  'database.readHost': 'DB_READ_HOST',
  'database-owner.password': 'DB_OWNER_PASSWORD',
  'redis.url': 'REDIS_URL',
  'redis.password': 'REDIS_PASSWORD',
};

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function randomText(length: number): string {
  return Array.from({ length }, () => BASE62[randomInt(BASE62.length)]).join('');
}

function known(name: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`nobody declared how ⟦${name}⟧ is made`);
  return value;
}
