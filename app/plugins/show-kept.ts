import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Filled, fillForm } from '../web/fill-form.ts';
import { withinMain, withNotice } from '../web/layout.ts';
import { sendFieldsAgain } from '../web/send-again.ts';
import { askInside, type Inside, lookInside } from './inside-request.ts';
import type { KeptForm } from './kept-forms.ts';

const SIGN_IN = '/sign-in';

/** The sign-in page, with the form in it for whoever had it. */
export async function askToSignIn(request: FastifyRequest, reply: FastifyReply, kept: KeptForm) {
  const page = await askInside(request, SIGN_IN);
  const filled = fillForm(page.body, SIGN_IN, [['kept', request.server.sealKept(kept)]]);
  const words = request.person
    ? 'This form is of somebody else than who is signed in here, and was not saved. Whoever filled it in can sign in below: then it is here again.'
    : 'You were signed out before this was saved. Sign in, and it is here again as you filled it in.';
  return send(reply, page, 403, withNotice(filled?.page ?? page.body, words));
}

/** The page of a form, filled as it was, with a sentence that says why it is there again. */
export async function showKept(request: FastifyRequest, reply: FastifyReply, kept: KeptForm, status: number) {
  const page = await lookInside(request, kept.page);
  const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const filled = page.status === 200 ? fillForm(page.body, kept.action, kept.fields) : undefined;
  if (filled && !kept.shownBy) return send(reply, page, status, withNotice(filled.page, words(kept, filled)));
  if (kept.shownBy) {
    const sent = [...kept.fields, ['_csrf', token], ['intent', kept.shownBy]] as const;
    const shown = await askInside(request, kept.action, sent);
    const again = shown.status === 200 ? fillForm(shown.body, kept.action, []) : undefined;
    if (again) return send(reply, shown, status, withNotice(shown.body, words(kept, again)));
    if (page.status === 200)
      return send(reply, shown, shown.status, withNotice(keeping(shown, kept, token), lost));
  }
  return send(
    reply,
    page,
    page.status === 200 ? 409 : page.status,
    withNotice(keeping(page, kept, token), lost),
  );
}

const lost = 'You were signed out before this was saved, and now it cannot be.';

/** A page without the form has all that was in it, to be sent again from there. */
function keeping({ body }: Inside, { action, fields }: KeptForm, token: string): string {
  return withinMain(body, sendFieldsAgain(action, fields, token));
}

function words({ person, hasFiles }: KeptForm, { button, isTyped, asksPassword }: Filled): string {
  const why = person === null ? 'This page was out of date.' : 'You were signed out before this was saved.';
  const what = isTyped
    ? `Look at it and press ${button}.`
    : `To do it all the same, press “${button}” once more.`;
  const password = asksPassword ? ' Passwords are not kept: type yours again.' : '';
  return `${why} ${what}${password}${hasFiles ? ' Files are not kept: choose them again.' : ''}`;
}

/** Answers with a page that was asked for inside, and the cookies that it set. */
function send(reply: FastifyReply, { headers }: Inside, status: number, body: string) {
  const { 'cache-control': kept = 'no-store', 'set-cookie': cookies } = headers;
  reply.header('cache-control', kept);
  if (kept !== 'no-store') reply.header('vary', 'Cookie');
  if (cookies !== undefined) reply.header('set-cookie', cookies);
  return reply.code(status).type('text/html; charset=utf-8').send(body);
}
