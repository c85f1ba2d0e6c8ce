import type { FastifyReply, FastifyRequest } from 'fastify';
import { withinMain, withNotice } from '../web/layout.ts';
import { type Filled, fillForm } from '../web/refill-rendered-form.ts';
import { sendFieldsAgain } from '../web/resend-form.ts';
import { say } from '../words/say.ts';
import { askInside, type Inside, lookInside } from './fetch-own-page.ts';
import type { PreservedForm } from './preserved-refused-form-type.ts';

const SIGN_IN = '/sign-in';

/** Shows the sign-in page with the sealed form for its owner. */
export async function askToSignIn(request: FastifyRequest, reply: FastifyReply, kept: PreservedForm) {
  const page = await askInside(request, SIGN_IN);
  const filled = fillForm(page.body, SIGN_IN, [['kept', request.server.sealKept(kept)]]);
  const words = request.person ? say('preservedForms.ofSomebodyElse') : say('preservedForms.signInAgain');
  return send(reply, page, 403, withNotice(filled?.page ?? page.body, words));
}

/**
 * Shows the page of a visitor's form that was temporarily refused, filled in as sent.
 *
 * @param tell returns the status and its text; not called when the page cannot be shown either
 * @returns undefined when the page cannot be shown
 */
export async function showPutOff(
  request: FastifyRequest,
  reply: FastifyReply,
  { page, action, fields }: PreservedForm,
  tell: () => { readonly status: number; readonly text: string },
) {
  const asked = await askInside(request, page, { isVisitor: true });
  const filled = asked.status === 200 ? fillForm(asked.body, action, fields) : undefined;
  if (!filled) return undefined;
  const { status, text } = tell();
  return send(reply, asked, status, withNotice(filled.page, text));
}

/** Shows the page of a form, filled in as sent, with a notice that says why. */
export async function showPreservedForm(
  request: FastifyRequest,
  reply: FastifyReply,
  kept: PreservedForm,
  status: number,
) {
  const page = await lookInside(request, kept.page);
  const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const filled = page.status === 200 ? fillForm(page.body, kept.action, kept.fields) : undefined;
  if (filled && !kept.shownBy) return send(reply, page, status, withNotice(filled.page, words(kept, filled)));
  if (kept.shownBy) {
    const sent = [...kept.fields, ['_csrf', token], ['intent', kept.shownBy]] as const;
    const shown = await askInside(request, kept.action, { form: sent });
    const again = shown.status === 200 ? fillForm(shown.body, kept.action, []) : undefined;
    if (again) return send(reply, shown, status, withNotice(shown.body, words(kept, again)));
    if (page.status === 200)
      return send(
        reply,
        shown,
        shown.status,
        withNotice(keeping(shown, kept, token), say('preservedForms.lost')),
      );
  }
  return send(
    reply,
    page,
    page.status === 200 ? 409 : page.status,
    withNotice(keeping(page, kept, token), say('preservedForms.lost')),
  );
}

/** Adds all fields to a page without the form, to be resent from there. */
function keeping({ body }: Inside, { action, fields }: PreservedForm, token: string): string {
  return withinMain(body, sendFieldsAgain(action, fields, token));
}

function words({ person, hasFiles }: PreservedForm, { button, isTyped, asksPassword }: Filled): string {
  const sentences = [
    person === null ? say('preservedForms.outOfDate') : say('preservedForms.signedOut'),
    isTyped ? say('preservedForms.pressAfterLook', { button }) : say('preservedForms.pressAgain', { button }),
    asksPassword && say('preservedForms.passwords'),
    hasFiles && say('preservedForms.files'),
  ];
  return sentences.filter(Boolean).join(' ');
}

/** Sends a page from an internal request, with the cookies that it set. */
function send(reply: FastifyReply, { headers }: Inside, status: number, body: string) {
  const { 'cache-control': kept = 'no-store', 'set-cookie': cookies } = headers;
  reply.header('cache-control', kept);
  if (kept !== 'no-store') reply.header('vary', 'Cookie');
  if (cookies !== undefined) reply.header('set-cookie', cookies);
  return reply.code(status).type('text/html; charset=utf-8').send(body);
}
