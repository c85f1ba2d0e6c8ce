import { type Build, UNKNOWN_COMMIT } from '../config.ts';
import { languageNow } from '../words/current-language.ts';
import { type PlainKey, say } from '../words/say.ts';
import { asset } from './hashed-static-file-url.ts';
import { html, type Markup } from './html.ts';
import { type IconName, icon } from './icons.ts';
import { sampleBanner } from './sample-book-notices.ts';

/** Contents of a page's layout, around its body. */
export interface View {
  readonly title: string;
  /** Null for visitors, who see no navigation. */
  readonly person: { readonly name: string } | null;
  /** Book of the page, whose navigation is shown. */
  readonly book?: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    /** True for a book of made-up rows, which each page says. @default false */
    readonly isSample?: boolean;
  };
  /** Shows a sign-up link to visitors. @default false */
  readonly maySignUp?: boolean;
  /** CSRF token of the sign-out form. */
  readonly csrf: string;
  readonly theme: 'system' | 'light' | 'dark';
  /** Release named at the foot. @default none */
  readonly build?: Build;
  /** URL of an image that clears the browser's cached pages. */
  readonly forget?: string;
  /** One sentence above the page. */
  readonly notice?: string;
  /** Markup above the page for the act just done, with its undo button. */
  readonly done?: Markup;
  /** Seconds after which the page asks for itself again where no script keeps it up to date. @default never */
  readonly refresh?: number;
  /** Current navigation entry: overview, transactions, accounts or categories. */
  readonly active?: string;
}

/** Renders a whole document around `body`, which is markup. */
export function page(view: View, body: Markup): string {
  const { title, person, book, theme, notice, forget, done = '', build, refresh } = view;
  return html`<!doctype html>
<html lang="${languageNow().tag}"!${languageNow().direction === 'rtl' ? ' dir="rtl"' : ''}!${theme === 'system' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}${book ? ` · ${book.name}` : ''} · ${say('web.productName')}</title>
<link rel="stylesheet" href="!${asset('app.css')}">
!${book ? html`<script src="!${asset('live.js')}" defer></script>` : ''}
!${refresh === undefined ? '' : html`<noscript><meta http-equiv="refresh" content="${String(refresh)}"></noscript>`}<link rel="icon" href="!${asset('icon.svg')}" type="image/svg+xml">
</head>
<body!${book ? ' class="in-book"' : ''}>
<a class="skip" href="#main">${say('web.skip')}</a>
<header class="top">
<a class="brand" href="${book ? `/books/${book.id}` : '/'}">!${mark}<span>${book ? book.name : say('web.productName')}</span></a>
!${book ? bookNavigation(book, view.active) : ''}
!${person ? personMenu(person, view) : visitorLinks(view)}
</header>
!${main}
!${book?.isSample ? sampleBanner(book, view.csrf) : ''}!${done}!${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
!${body}
</main>
!${build ? foot(build) : ''}!${forget ? html`<img src="${forget}" alt="" hidden>` : ''}
</body>
</html>`;
}

const main = '<main id="main" tabindex="-1">';

/** Adds a notice at the top of a rendered page. */
export function withNotice(page: string, notice: string): string {
  return page.replace(main, () => html`!${main}<p class="notice" role="status">${notice}</p>`);
}

/** Adds markup at the end of a rendered page's content. */
export function withinMain(page: string, markup: Markup): string {
  return page.replace('</main>', () => `${markup}</main>`);
}

function foot({ version, commit }: Build): Markup {
  const short = commit.replace(/^([\da-f]{7})[\da-f]{33}/, '$1');
  return html`<footer class="foot">${say('web.release', { version })}${commit === UNKNOWN_COMMIT ? '' : ` · ${short}`}</footer>`;
}

const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect width="24" height="24" rx="7"/><path d="M7 16.5v-4M12 16.5v-9M17 16.5v-6"/></svg>`;

const entries: readonly { name: string; label: PlainKey; icon: IconName; path: string }[] = [
  { name: 'overview', label: 'dashboard.title', icon: 'overview', path: '' },
  { name: 'transactions', label: 'transactions.title', icon: 'transactions', path: '/transactions' },
  { name: 'accounts', label: 'accounts.title', icon: 'accounts', path: '/accounts' },
  { name: 'categories', label: 'categories.title', icon: 'categories', path: '/categories' },
];

function bookNavigation(book: { id: string; role: string }, active: string | undefined): Markup {
  const links = entries.map(({ name, label, icon: drawing, path }) => {
    const current = name === active ? ' aria-current="page"' : '';
    return html`<a href="/books/${book.id}${path}"!${current}>!${icon(drawing)}<span>${say(label)}</span></a>`;
  });
  if (book.role !== 'viewer') {
    const add = html`<a class="add" aria-keyshortcuts="n" href="/books/${book.id}/transactions/new">!${icon('add')}<span>${say('common.add')}</span></a>`;
    links.splice(2, 0, add); // in the middle of a phone's bar, within reach of either thumb
  }
  return html`<nav class="tabs" aria-label="${say('web.book')}">!${links}</nav>`;
}

function personMenu(person: { name: string }, { csrf, book }: View): Markup {
  return html`<div class="menu">
<button type="button" popovertarget="person-menu">!${icon('person')}<span>${person.name}</span></button>
<div class="card" id="person-menu" popover>
!${book ? html`<a href="/books/${book.id}/imports">${say('imports.title')}</a><a href="/books/${book.id}/settings">${say('books.thisBook')}</a><a href="/books/${book.id}/unsorted">${say('categoryRoles.unsorted')}</a><a href="/books/${book.id}/payees">${say('payees.title')}</a><a href="/books/${book.id}/schedules">${say('schedules.title')}</a><a href="/books/${book.id}/receipts">${say('receipts.title')}</a><a href="/books/${book.id}/rules">${say('rules.title')}</a><a href="/books/${book.id}/tags">${say('tags.title')}</a><a href="/books/${book.id}/activity">${say('activity.title')}</a><a href="/books/${book.id}/keyboard" aria-keyshortcuts="?">${say('keyboard.title')}</a>` : ''}
<a href="/books">${say('books.title')}</a>
<a href="/settings">${say('settings.title')}</a>
<form method="post" action="/sign-out"><input type="hidden" name="_csrf" value="${csrf}"><button class="link">${say('web.signOut')}</button></form>
</div>
</div>`;
}

function visitorLinks({ maySignUp }: View): Markup {
  const signUp = html`<a class="button small" href="/sign-up">${say('common.signUp')}</a>`;
  return html`<nav class="visitor" aria-label="${say('web.account')}"><a href="/sign-in">${say('common.signIn')}</a>!${maySignUp ? signUp : ''}</nav>`;
}
