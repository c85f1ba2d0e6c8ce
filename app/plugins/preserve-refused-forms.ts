import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { sealOf } from '../sealed-text.ts';
import { failureOf, statusOf } from './error-pages.ts';
import { ForbiddenError } from './forbidden-error.ts';
import { LARGEST_FORM } from './largest-form-bytes.ts';
import { FORM_LIFE } from './page-and-person-of-refused-form-in-csrf-token.ts';
import { parseRefusedForm, type SentForm } from './parse-refused-form.ts';
import type { PreservedForm } from './preserved-refused-form-type.ts';
import { fieldsRead, knownFields } from './select-refused-form-fields-to-preserve.ts';
import { askToSignIn, showPreservedForm, showPutOff } from './show-preserved-refused-form.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Encrypts a form for a sign-in page: only this site can read it. */
    sealKept(kept: PreservedForm): string;
    /** Decrypts a form; undefined when it was not sealed here, or has expired. */
    openKept(sealed: string | undefined): PreservedForm | undefined;
  }
  interface FastifyRequest {
    /** Form of a request that was forbidden to this person; the error page contains it. */
    keptForm: PreservedForm | null;
  }
  interface FastifyContextConfig {
    /** The `intent` that only re-renders a form whose fields depend on its values. */
    shownBy?: string;
  }
}

/**
 * Preserves forms of an expired session, and visitors' forms that are temporarily refused. Nothing is stored on the
 * server: the sign-in page holds the form sealed, and only the person who had it signed in before gets it back from
 * there (app/decisions.md).
 */
export const preservedFormsPlugin = plugin<{ readonly sessionSecrets: readonly string[] }>(
  async (app, { sessionSecrets }) => {
    const { seal, open } = preservedFormSeal(sessionSecrets);
    app.decorate('sealKept', seal);
    app.decorate('openKept', open);
    app.decorateRequest('keptForm', null);
    app.setErrorHandler(async (error: FastifyError, request, reply) => {
      const isStale = error.code?.startsWith('FST_CSRF') ?? false; // a token of another session
      const isRefused = error instanceof ForbiddenError && request.method === 'POST';
      const { forVisitors = false } = request.routeOptions.config;
      const isPutOff = forVisitors && [429, 503].includes(statusOf(error));
      if ((!isStale && !isRefused && !isPutOff) || request.url.startsWith('/api/')) throw error;
      const kept = keptOf(request, await sentIn(request));
      if (!kept) throw error;
      if (isPutOff) {
        const shown = await showPutOff(request, reply, kept, () => failureOf(error, request, reply));
        if (shown) return shown;
        throw error;
      }
      const isOwn = kept.person === (request.person?.id ?? null);
      if (isStale && (forVisitors || (isOwn && kept.person !== null)))
        return showPreservedForm(request, reply, kept, 403);
      if (!isOwn && kept.person !== null) return askToSignIn(request, reply, kept);
      if (isRefused) request.keptForm = kept;
      throw error;
    });
  },
  { name: 'kept-forms', dependencies: ['errors', 'forgery', 'page'] },
);

/**
 * Collects what to preserve of a form.
 *
 * @returns undefined when no route accepts it, its owner is unknown, or it is larger than any of ours
 */
function keptOf(request: FastifyRequest, sent: SentForm | undefined): PreservedForm | undefined {
  const { server, url, routeOptions } = request;
  if (request.is404) return undefined; // it may be `//` and another host, and a page would send its token there
  const { fields, hasFiles } = sent ?? { fields: [], hasFiles: false };
  const source = server.formSource(fields.find(([name]) => name === '_csrf')?.[1]);
  const known = source && knownFields(request, fields);
  if (!known) return undefined;
  const { shownBy } = routeOptions.config;
  const kept = shownBy ? known.filter(([name]) => name !== 'intent') : known;
  return { ...source, action: url.replace(/^\w+:\/\/[^/]*/, ''), fields: kept, hasFiles, shownBy };
}

/** Serializes a preserved form for a sign-in page, and parses it again. */
export function preservedFormSeal(secrets: readonly string[]) {
  const { seal, open } = sealOf(secrets, 'kept form');
  return {
    seal: (kept: PreservedForm): string => seal(asText(kept)),
    open(sealed: string | undefined): PreservedForm | undefined {
      const text = sealed === undefined ? undefined : open(sealed);
      const kept = text === undefined ? undefined : fromText(text);
      return kept && Date.now() - kept.made < FORM_LIFE ? kept : undefined;
    },
  };
}

/** Joins the fields by NUL, which no field contains; JSON would take six bytes for a control character. */
function asText({ fields, ...kept }: PreservedForm): string {
  return [JSON.stringify(kept), ...fields.flat()].join('\0');
}

function fromText(text: string): PreservedForm {
  const [kept = '', ...flat] = text.split('\0');
  const fields = flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as const] : []));
  return { ...(JSON.parse(kept) as Omit<PreservedForm, 'fields'>), fields };
}

/** Answers a form of somebody who is not signed in: asks them to sign in, and preserves the form for its owner. */
export async function askWithForm(request: FastifyRequest, reply: FastifyReply) {
  const sent = await sentIn(request);
  const kept = keptOf(request, sent);
  if (sent?.fields.every(([name]) => name === '_csrf') && sent.fields.length > 0)
    return reply.redirect('/sign-in', 303);
  if (kept && kept.person !== null) return askToSignIn(request, reply, kept);
  return reply.redirect('/sign-in?done=unsaved', 303);
}

function sentIn(request: FastifyRequest): SentForm | Promise<SentForm | undefined> {
  if (request.body) return { fields: fieldsRead(request), hasFiles: Object.hasOwn(request.body, 'files') };
  return parseRefusedForm(request.raw, request.routeOptions.bodyLimit ?? LARGEST_FORM);
}
