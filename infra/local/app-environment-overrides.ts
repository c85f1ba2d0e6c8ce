/** Addresses and paths on this machine. */
export interface Here {
  readonly host: string;
  readonly port: number;
  readonly databasePort: number;
  readonly uploads: string;
  /** URL of a Redis that answers; undefined when none does. */
  readonly redis: string | undefined;
  /** Commit of the working copy. @default none is known */
  readonly commit?: string | undefined;
}

/** All differences of the app's environment from the cluster's; `undefined` removes a variable. */
export function differences(here: Here): Readonly<Record<string, string | undefined>> {
  return {
    HOST: here.host,
    PORT: String(here.port),
    METRICS_PORT: '0', // any free port: nothing scrapes it, and a fixed one could collide with another app's
    PUBLIC_URL: `http://${here.host}:${here.port}`,
    DB_HOST: here.host,
    DB_PORT: String(here.databasePort),
    // The database is one server on this machine, whatever the stack uses.
    DB_TLS: 'disable',
    DB_READ_HOST: undefined,
    DB_CA_FILE: undefined,
    REDIS_URL: here.redis,
    REDIS_PASSWORD: undefined,
    REDIS_CA_FILE: undefined,
    UPLOAD_STORE: 'database', // one backup has both
    UPLOAD_FOLDER: here.uploads,
    // What runs is the working copy, not the image of the stack.
    APP_VERSION: undefined,
    APP_COMMIT: here.commit,
    TRUSTED_PROXIES: '0', // no proxy in front of it
    DRAIN_SECONDS: '0', // no proxy has to notice that it leaves
  };
}

/** Applies differences to an environment. */
export function applied(
  environment: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = Object.entries({ ...environment, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
