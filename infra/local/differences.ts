/** Where things are on this machine. */
export interface Here {
  readonly host: string;
  readonly port: number;
  readonly databasePort: number;
  readonly uploads: string;
  /** Address of a Redis that answers, if one does. */
  readonly redis: string | undefined;
}

/** Everything in which the app's environment differs from the cluster's; `undefined` takes a variable away. */
export function differences(here: Here): Readonly<Record<string, string | undefined>> {
  return {
    HOST: here.host,
    PORT: String(here.port),
    METRICS_PORT: '0', // any: nothing scrapes it, and it must not be in the way of another one
    PUBLIC_URL: `http://${here.host}:${here.port}`,
    DB_HOST: here.host,
    DB_PORT: String(here.databasePort),
    // Whatever database the stack has, here it is one server on this machine.
    DB_TLS: 'disable',
    DB_READ_HOST: undefined,
    DB_CA_FILE: undefined,
    REDIS_URL: here.redis,
    REDIS_PASSWORD: undefined,
    UPLOAD_FOLDER: here.uploads,
    TRUSTED_PROXIES: '0', // nothing stands before it
    DRAIN_SECONDS: '0', // no proxy has to hear that it leaves
  };
}

/** An environment with the differences applied. */
export function applied(
  environment: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = Object.entries({ ...environment, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
