import plugin from 'fastify-plugin';
import type { Build, SignUpMode } from '../config.ts';
import { actNotice } from '../web/act-notice.ts';
import { doneNotice, withoutDone } from '../web/done-notice-and-address.ts';
import { awayFromHere } from '../web/forms.ts';
import { page } from '../web/layout.ts';
import { isTyped } from '../web/refill-rendered-form.ts';
import { sampleGone } from '../web/sample-book-notices.ts';
import { FORGET_PAGES } from './clear-site-data-image.ts';

export interface PageOptions {
  readonly title: string;
  /** Navigation entry shown as current. */
  readonly active?: string;
  /** One sentence above the page. @default the notice that the URL's `done` names */
  readonly notice?: string;
  /** @default 200 */
  readonly status?: number;
  /** Seconds after which the page asks for itself again where no script keeps it up to date. @default never */
  readonly refresh?: number;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Sends `body` inside the layout, for the person and the book of this request. */
    page(options: PageOptions, body: string): FastifyReply;
  }
}

export const pagePlugin = plugin<{ signUp: SignUpMode; build: Build }>(
  async (app, { signUp, build }) => {
    app.decorateReply('page', function ({ title, active, notice, refresh, status = 200 }, body) {
      const { person, book, act, deviceToken } = this.request;
      const back = withoutDone(this.request.url);
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
          build,
          ...(!person && deviceToken && { forget: FORGET_PAGES }), // somebody has been signed in on this browser
          ...(act &&
            book && {
              done: actNotice(act, {
                book: book.id,
                csrf: this.csrf(),
                back,
                mayUndo,
                locale: person?.locale ?? 'en',
              }),
            }),
          ...(person && !act && { done: sampleGone(this.request.query, () => this.csrf()) }),
          ...(said !== undefined && { notice: said }),
          ...(active !== undefined && { active }),
          ...(refresh !== undefined && { refresh }),
        },
        awayFromHere(body, this.request.url),
      );
      // Lets the browser restore typed input after a Save without network; without the person's cookie nobody sees it.
      if (person && isTyped(body)) this.headers({ 'cache-control': 'private, no-cache', vary: 'Cookie' });
      return this.code(status).type('text/html; charset=utf-8').send(html);
    });
  },
  { name: 'page', dependencies: ['security-headers'] },
);
