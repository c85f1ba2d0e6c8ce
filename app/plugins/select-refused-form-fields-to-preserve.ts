import type { FastifyRequest } from 'fastify';
import type { Fields } from '../web/refill-rendered-form.ts';

/** Field limit, above that of any form here: pages are not built from arbitrary input. */
const MOST_FIELDS = 1500;

/** Bytes reserved for what a resend adds: a token and the button. */
const ROOM = 2 ** 13;

/**
 * Filters the sent fields to those in the route's schema, without the token and passwords (`writeOnly`).
 *
 * @returns undefined when there are more than the route would accept on a resend
 */
export function knownFields({ routeOptions }: FastifyRequest, sent: Fields): Fields | undefined {
  const { properties = {} } = (routeOptions.schema?.body ?? {}) as BodySchema;
  const known = sent.filter(
    ([name]) => name !== '_csrf' && Object.hasOwn(properties, name) && !properties[name]?.writeOnly,
  );
  if (known.length > MOST_FIELDS) return undefined;
  const fields = known.map(([name, value]): [string, string] => [name, value.replaceAll('\0', '')]);
  const bytes = new URLSearchParams(fields).toString().length;
  return bytes + ROOM > (routeOptions.bodyLimit ?? 0) ? undefined : fields;
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, { readonly writeOnly?: boolean }>>;
}

/** Fields of an already parsed form, without its files. */
export function fieldsRead({ body }: Pick<FastifyRequest, 'body'>): Fields {
  return Object.entries(body ?? {}).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => (typeof value === 'object' ? [] : [[name, `${value}`] as const])),
  );
}
