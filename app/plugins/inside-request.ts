import type { FastifyRequest } from 'fastify';
import type { Fields } from '../web/fill-form.ts';

/** What a page of this site answers. */
export interface Inside {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** More than our pages send anybody on in a row. */
const MOST_HOPS = 3;

/**
 * Asks this site for a page as the browser would that asks now, with the session that it has from this answer on. The page
 * stays behind all that guards it: who may not see it gets what they would get.
 *
 * @param path within this site
 * @param form sent to the page, rather than looking at it
 */
export async function askInside(request: FastifyRequest, path: string, form?: Fields): Promise<Inside> {
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
      cookie: cookies(request),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && {
      payload: new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString(),
    }),
  });
  return { status: answer.statusCode, body: answer.body, headers: answer.headers as Inside['headers'] };
}

/** The same, where it sends the browser on, it is followed. */
export async function lookInside(request: FastifyRequest, path: string, hops = MOST_HOPS): Promise<Inside> {
  const found = await askInside(request, path);
  const { location } = found.headers;
  const leads = typeof location === 'string' && location.startsWith('/') && hops > 0;
  return leads ? lookInside(request, location, hops - 1) : found;
}

function cookies({ cookies, session, startedToken, server }: FastifyRequest): string {
  const own = startedToken === null ? {} : { [server.sessionCookie]: session.encryptedSessionId };
  return Object.entries({ ...cookies, ...own })
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('; ');
}

function withoutAbsent(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string | string[]] => pair[1] !== undefined),
  );
}
