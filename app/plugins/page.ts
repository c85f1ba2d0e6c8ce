import plugin from 'fastify-plugin';
import type { SignUpMode } from '../config.ts';
import { actNotice } from '../web/act.ts';
import { doneNotice } from '../web/done.ts';
import { isTyped } from '../web/fill-form.ts';
import { awayFromHere } from '../web/forms.ts';
import { page } from '../web/layout.ts';
import { FORGET_PAGES } from './forget-pages.ts';

export interface PageOptions {
  readonly title: string;
  /** The entry of the navigation that is shown as current. */
  readonly active?: string;
  /** One sentence above the page. @default what its address says was done */
  readonly notice?: string;
  /** @default 200 */
  readonly status?: number;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Sends `body` inside the layout, for the person and the book of this request. */
    page(options: PageOptions, body: string): FastifyReply;
  }
}

export const pagePlugin = plugin<{ signUp: SignUpMode }>(
  async (app, { signUp }) => {
    app.decorateReply('page', function ({ title, active, notice, status = 200 }, body) {
      const { person, book, act, deviceToken } = this.request;
      const back = this.request.url.replace(/([?&])act=[^&]*&?/, '$1').replace(/[?&]$/, '');
      const said = notice ?? doneNotice(this.request.query);
      const mayUndo = book !== null && book.role !== 'viewer';
      const html = page(
        {
          title,
          person,
          ...(book && { book }),
          csrf: person ? this.csrf() : '', // a visitor gets the cookie with the first form, not before
          maySignUp: signUp === 'open',
          theme: person?.theme ?? 'system',
          ...(!person && deviceToken && { forget: FORGET_PAGES }), // somebody was signed in here before
          ...(act && book && { done: actNotice(act, { book: book.id, csrf: this.csrf(), back, mayUndo }) }),
          ...(said !== undefined && { notice: said }),
          ...(active !== undefined && { active }),
        },
        awayFromHere(body, this.request.url),
      );
      // What somebody types outlives a press of Save while the network is away; without their cookie nobody sees it.
      if (person && isTyped(body)) this.headers({ 'cache-control': 'private, no-cache', vary: 'Cookie' });
      return this.code(status).type('text/html; charset=utf-8').send(html);
    });
  },
  { name: 'page', dependencies: ['security-headers'] },
);
