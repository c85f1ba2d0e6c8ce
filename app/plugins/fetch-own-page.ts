import type { FastifyRequest } from 'fastify';
import type { Fields } from '../web/refill-rendered-form.ts';

/** Response of a page of this site to an internal request. */
export interface Inside {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

interface Ask {
  /** Fields to POST. @default none: a GET */
  readonly form?: Fields;
  /** Sends no session cookie, so that no session is looked up. @default false */
  readonly isVisitor?: boolean;
}

/** Redirect limit, above what our pages use. */
const MOST_HOPS = 3;

/**
 * Requests a page of this site internally, with the cookies of the current browser and the session it has just got. All
 * guards of the page apply as they would to the browser.
 *
 * @param path within this site
 */
export async function askInside(request: FastifyRequest, path: string, ask: Ask = {}): Promise<Inside> {
  const { form, isVisitor = false } = ask;
  const { headers, raw, server } = request;
  const {
    host,
    origin,
    'user-agent': agent,
    'accept-language': language,
    'x-forwarded-for': forwarded,
  } = headers;
  const answer = await server.inject({
    method: form ? 'POST' : 'GET',
    url: path,
    ...(raw.socket.remoteAddress && { remoteAddress: raw.socket.remoteAddress }),
    headers: {
      ...withoutAbsent({ host, origin, 'user-agent': agent, 'accept-language': language }),
      ...withoutAbsent({ 'x-forwarded-for': forwarded }),
      cookie: cookies(request, isVisitor),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && {
      payload: new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString(),
    }),
  });
  return { status: answer.statusCode, body: answer.body, headers: answer.headers as Inside['headers'] };
}

/** Requests a page internally and follows redirects. */
export async function lookInside(request: FastifyRequest, path: string, hops = MOST_HOPS): Promise<Inside> {
  const found = await askInside(request, path);
  const { location } = found.headers;
  const leads = typeof location === 'string' && location.startsWith('/') && hops > 0;
  return leads ? lookInside(request, location, hops - 1) : found;
}

function cookies({ cookies, session, startedToken, server }: FastifyRequest, isVisitor: boolean): string {
  const own = startedToken === null ? {} : { [server.sessionCookie]: session.encryptedSessionId };
  return Object.entries({ ...cookies, ...own })
    .filter(([name]) => !isVisitor || name !== server.sessionCookie)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('; ');
}

function withoutAbsent(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string | string[]] => pair[1] !== undefined),
  );
}
