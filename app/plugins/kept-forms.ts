import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { sealOf } from '../sealed-text.ts';
import { type Fields, isSmall } from '../web/fill-form.ts';
import { FORM_LIFE, type FormOrigin } from './form-origin.ts';
import { RefusedError } from './refused-error.ts';
import { askToSignIn, showKept } from './show-kept.ts';
import { readUnread, type SentForm } from './unread-form.ts';

/** A form that was sent and not taken, to be shown again to whoever filled it in. */
export interface KeptForm extends FormOrigin {
  /** Where it is sent. */
  readonly action: string;
  /** What was filled in, but for passwords and files. */
  readonly fields: Fields;
  readonly hasFiles: boolean;
  /** The `intent` that shows it as it was sent. @default none: its page is the same whatever was filled in */
  readonly shownBy?: string | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** A form as a sign-in page has it: only this site can read it. */
    sealKept(kept: KeptForm): string;
    /** The same form; undefined for what was not sealed here, or is of long ago. */
    openKept(sealed: string | undefined): KeptForm | undefined;
  }
  interface FastifyRequest {
    /** What was sent to a route that refused it to this person; its page has it. */
    keptForm: KeptForm | null;
  }
  interface FastifyContextConfig {
    /** For a form that changes with what is filled in: the `intent` that only shows it again. */
    shownBy?: string;
  }
}

/**
 * Keeps forms that come from a session that is over. Nothing is kept on the server: the sign-in page has the form sealed,
 * and whoever had it signed in before gets it back from there, and nobody else (decisions.md).
 */
export const keptFormsPlugin = plugin<{ readonly sessionSecrets: readonly string[] }>(
  async (app, { sessionSecrets }) => {
    const { seal, open } = sealOf(sessionSecrets, 'kept form');
    app.decorate('sealKept', (kept) => seal(JSON.stringify(kept)));
    app.decorate('openKept', (sealed) => {
      const text = sealed === undefined ? undefined : open(sealed);
      const kept = text === undefined ? undefined : (JSON.parse(text) as KeptForm);
      return kept && Date.now() - kept.made < FORM_LIFE ? kept : undefined;
    });
    app.decorateRequest('keptForm', null);
    app.setErrorHandler(async (error: FastifyError, request, reply) => {
      const isStale = error.code?.startsWith('FST_CSRF') ?? false; // a token of another session
      const isRefused = error instanceof RefusedError && request.method === 'POST';
      if ((!isStale && !isRefused) || request.url.startsWith('/api/')) throw error;
      const kept = keptOf(request, request.body ? sentIn(request) : await readUnread(request.raw));
      if (!kept) throw error;
      const { forVisitors = false } = request.routeOptions.config;
      const isOwn = kept.person === (request.person?.id ?? null);
      if (isStale && (forVisitors || (isOwn && kept.person !== null)))
        return showKept(request, reply, kept, 403);
      if (!isOwn && kept.person !== null) return askToSignIn(request, reply, kept);
      if (isRefused) request.keptForm = kept;
      throw error;
    });
  },
  { name: 'kept-forms', dependencies: ['forgery', 'page'] },
);

/**
 * What is kept of a form: the fields that its route knows, without its token and without passwords (`writeOnly`).
 *
 * @returns undefined where nothing takes it or nobody can tell who had it, or where it is larger than any of ours
 */
function keptOf(request: FastifyRequest, sent: SentForm | undefined): KeptForm | undefined {
  const { server, url, routeOptions } = request;
  if (request.is404) return undefined; // it may be `//` and another host, and a page would send its token there
  const { fields, hasFiles } = sent ?? { fields: [], hasFiles: false };
  const origin = server.formOrigin(fields.find(([name]) => name === '_csrf')?.[1]);
  if (!origin || !isSmall(fields)) return undefined;
  const { shownBy } = routeOptions.config;
  const { properties = {} } = (routeOptions.schema?.body ?? {}) as BodySchema;
  const isKept = (name: string) =>
    name !== '_csrf' &&
    !(name === 'intent' && shownBy) &&
    Object.hasOwn(properties, name) &&
    !properties[name]?.writeOnly;
  const kept = fields.filter(([name, value]) => isKept(name) && !value.includes('\0'));
  return { ...origin, action: url.replace(/^\w+:\/\/[^/]*/, ''), fields: kept, hasFiles, shownBy };
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, { readonly writeOnly?: boolean }>>;
}

/** Answers a form of somebody who is not signed in: they are asked to sign in, and it is kept for whoever had it. */
export async function askWithForm(request: FastifyRequest, reply: FastifyReply) {
  const sent = await readUnread(request.raw);
  const kept = keptOf(request, sent);
  if (sent?.fields.every(([name]) => name === '_csrf') && sent.fields.length > 0)
    return reply.redirect('/sign-in', 303);
  if (kept && kept.person !== null) return askToSignIn(request, reply, kept);
  return reply.redirect('/sign-in?done=unsaved', 303);
}

/** A form that was read already. */
function sentIn({ body }: FastifyRequest): SentForm {
  const fields = Object.entries(body ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, `${value}`] as const),
  );
  return { fields, hasFiles: false };
}
