/** Outcome of one check, as a visitor sees the app. */
export interface SmokeCheck {
  readonly what: string;
  /** Problem that was found; `undefined` when the check passed. */
  readonly problem: string | undefined;
}

interface Expected {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  /** Pattern that the body must match. */
  readonly says?: RegExp;
  /** Patterns of response headers, by name in lower case. */
  readonly headers?: Readonly<Record<string, RegExp>>;
}

/** Public pages only, and no request that leaves a trace, since the checks run against the households' own data. */
const EXPECTED: readonly Expected[] = [
  { what: 'the process is alive', path: '/health', status: 200, says: /"alive"/ },
  { what: 'Postgres answers, at the schema of the image', path: '/ready', status: 200 },
  {
    what: 'people can sign in, on a page that runs no code of strangers',
    path: '/sign-in',
    status: 200,
    says: /<form[^>]*method="post"/i,
    headers: {
      'content-type': /^text\/html/,
      'content-security-policy': /default-src 'none'/,
      'x-content-type-options': /^nosniff$/,
    },
  },
  { what: 'what is not there is not found', path: '/smoke-no-such-page', status: 404 },
  { what: 'metrics are not for everybody', path: '/metrics', status: 404 },
];

/** Runs every check once against the app at a URL, as a visitor from outside. */
export async function smokeChecks(url: string): Promise<readonly SmokeCheck[]> {
  return Promise.all(
    EXPECTED.map(async (expected) => ({ what: expected.what, problem: await problemOf(url, expected) })),
  );
}

async function problemOf(url: string, expected: Expected): Promise<string | undefined> {
  const { path, status, says, headers = {} } = expected;
  try {
    const response = await fetch(new URL(path, url), {
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    const body = await response.text();
    if (response.status !== status) return `${path} answered ${response.status}, not ${status}`;
    if (says && !says.test(body)) return `${path} does not say ${says}`;
    for (const [name, value] of Object.entries(headers)) {
      const given = response.headers.get(name);
      if (!value.test(given ?? '')) return `${path} has ${name}: ${given}, not ${value}`;
    }
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    return `${path}: ${cause?.message || message}`;
  }
}
