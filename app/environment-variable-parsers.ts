/** Lists every invalid variable of the environment at once; never the value of a secret. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Parser and default of one variable. */
export interface Variable<T> {
  /** Throws an Error that says what is allowed. */
  readonly parse: (text: string) => T;
  /** Default when the variable is absent or empty; without it the variable must be set. */
  readonly fallback?: T;
  readonly secret?: true;
}

export type Values<T> = { [Name in keyof T]: T[Name] extends Variable<infer Value> ? Value : never };

/**
 * Reads all variables.
 *
 * @throws ConfigError with every problem
 */
export function read<T extends Record<string, Variable<unknown>>>(
  environment: Environment,
  variables: T,
  together: (found: Partial<Values<T>>) => string[] = () => [],
): Values<T> {
  const problems: string[] = [];
  const found: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const given = environment[name];
    if (given === undefined || given === '') {
      if ('fallback' in variable) found[name] = variable.fallback;
      else problems.push(`${name} must be set`);
      continue;
    }
    try {
      found[name] = variable.parse(given);
    } catch (error) {
      const got = variable.secret ? '' : `, got "${given}"`;
      problems.push(`${name} ${(error as Error).message}${got}`);
    }
  }
  problems.push(...together(found as Partial<Values<T>>));
  if (problems.length > 0) throw new ConfigError(problems);
  return found as Values<T>;
}

export function text(fallback?: string): Variable<string> {
  return { parse: (given) => given, ...(fallback !== undefined && { fallback }) };
}

export function whole(min: number, max: number, fallback: number): Variable<number> {
  const parse = (given: string) => {
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new Error(`must be a whole number from ${min} to ${max}`);
  };
  return { parse, fallback };
}

export function oneOf<const T extends string>(allowed: readonly T[], fallback: NoInfer<T>): Variable<T> {
  const parse = (given: string) => {
    const match = allowed.find((value) => value === given);
    if (match === undefined) throw new Error(`must be one of ${allowed.join(', ')}`);
    return match;
  };
  return { parse, fallback };
}

export function origin(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (!isOrigin) throw new Error('must be an origin such as https://money.example.org');
  return url;
}

/** Further origins, separated by spaces. */
export function origins(given: string): readonly string[] {
  return given
    .trim()
    .split(/ +/)
    .map((word) => origin(word).origin);
}

/** Base URL of an OTLP collector; the signal's path is appended to it (OTLP/HTTP, "Endpoint URLs"). */
export function collectorUrl(given: string): string | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isBase = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash;
  if (!isBase || url.username || url.password) {
    throw new Error('must be an address such as http://jaeger.monitoring:4318');
  }
  return given.replace(/\/+$/, '');
}

/** A ratio from 0 to 1. */
export function share(fallback: number): Variable<number> {
  const parse = (given: string) => {
    const number = /^(?:0|1|0?\.\d{1,6}|[01]\.0{1,6})$/.test(given) ? Number(given) : Number.NaN;
    if (number >= 0 && number <= 1) return number;
    throw new Error('must be a number from 0 to 1');
  };
  return { parse, fallback };
}

export function redisUrl(given: string): string | undefined {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error('must be an address such as redis://redis:6379');
  }
  if (url.username || url.password) throw new Error('must not hold a password: it belongs in REDIS_PASSWORD');
  return given;
}

/** Parses a comma-separated list: the first secret signs, all verify, so that a rotation signs nobody out. */
export function sessionSecrets(given: string): string[] {
  const list = given.split(',');
  if (list.some((secret) => secret.length < 32)) {
    throw new Error('must be one or more secrets of at least 32 characters, separated by commas');
  }
  return list;
}

/** ASCII only, because SCRAM would have to normalise anything else (RFC 4013). */
export function password(given: string): string {
  if (!/^[\x21-\x7e]{1,128}$/.test(given)) throw new Error('must be 1 to 128 printable ASCII characters');
  return given;
}

/** Unguessable part of a one-use link: 43 letters and digits (256 bits), in base 62 or 64. */
export function linkToken(given: string): string {
  if (!/^[\w-]{43}$/.test(given)) throw new Error('must be 43 letters, digits, "-" or "_"');
  return given;
}
