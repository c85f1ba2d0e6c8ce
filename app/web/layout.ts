import { asset } from './assets.ts';
import { html, type Markup } from './html.ts';
import { type IconName, icon } from './icons.ts';

/** What every page shows around its body. */
export interface View {
  readonly title: string;
  /** Null for visitors, who see no navigation. */
  readonly person: { readonly name: string } | null;
  /** The book that the page is about; its navigation is shown. */
  readonly book?: { readonly id: string; readonly name: string; readonly role: string };
  /** Whether anybody may sign up: then visitors are shown the way. @default false */
  readonly maySignUp?: boolean;
  /** For the form that signs out. */
  readonly csrf: string;
  readonly theme: 'system' | 'light' | 'dark';
  /** Address of an image that has the browser forget the pages of before. */
  readonly forget?: string;
  /** One sentence above the page. */
  readonly notice?: string;
  /** What was just done, with the way to undo it; above the page, too. */
  readonly done?: Markup;
  /** The entry of the navigation that is current: overview, transactions, accounts, categories. */
  readonly active?: string;
}

/** A whole document around `body`, which is markup. */
export function page(view: View, body: Markup): string {
  const { title, person, book, theme, notice, forget, done = '' } = view;
  return html`<!doctype html>
<html lang="en"!${theme === 'system' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}${book ? ` · ${book.name}` : ''} · ${productName}</title>
<link rel="stylesheet" href="!${asset('app.css')}">
!${book ? html`<script src="!${asset('live.js')}" defer></script>` : ''}
<link rel="icon" href="!${asset('icon.svg')}" type="image/svg+xml">
</head>
<body!${book ? ' class="in-book"' : ''}>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="${book ? `/books/${book.id}` : '/'}">!${mark}<span>${book ? book.name : productName}</span></a>
!${book ? bookNavigation(book, view.active) : ''}
!${person ? personMenu(person, view) : visitorLinks(view)}
</header>
!${main}
!${done}!${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
!${body}
</main>!${forget ? html`<img src="${forget}" alt="" hidden>` : ''}
</body>
</html>`;
}

const main = '<main id="main" tabindex="-1">';

/** A finished page with a sentence above it. */
export function withNotice(page: string, notice: string): string {
  return page.replace(main, () => html`!${main}<p class="notice" role="status">${notice}</p>`);
}

/** A finished page with markup at its end. */
export function withinMain(page: string, markup: Markup): string {
  return page.replace('</main>', () => `${markup}</main>`);
}

const productName = 'Finance';

const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect width="24" height="24" rx="7"/><path d="M7 16.5v-4M12 16.5v-9M17 16.5v-6"/></svg>`;

const entries: readonly { name: string; label: string; icon: IconName; path: string }[] = [
  { name: 'overview', label: 'Overview', icon: 'overview', path: '' },
  { name: 'transactions', label: 'Transactions', icon: 'transactions', path: '/transactions' },
  { name: 'accounts', label: 'Accounts', icon: 'accounts', path: '/accounts' },
  { name: 'categories', label: 'Categories', icon: 'categories', path: '/categories' },
];

function bookNavigation(book: { id: string; role: string }, active: string | undefined): Markup {
  const links = entries.map(({ name, label, icon: drawing, path }) => {
    const current = name === active ? ' aria-current="page"' : '';
    return html`<a href="/books/${book.id}${path}"!${current}>!${icon(drawing)}<span>${label}</span></a>`;
  });
  if (book.role !== 'viewer') {
    const add = html`<a class="add" href="/books/${book.id}/transactions/new">!${icon('add')}<span>Add</span></a>`;
    links.splice(2, 0, add); // in the middle of a phone's bar, within reach of either thumb
  }
  return html`<nav class="tabs" aria-label="Book">!${links}</nav>`;
}

function personMenu(person: { name: string }, { csrf, book }: View): Markup {
  return html`<div class="menu">
<button type="button" popovertarget="person-menu">!${icon('person')}<span>${person.name}</span></button>
<div class="card" id="person-menu" popover>
!${book ? html`<a href="/books/${book.id}/settings">This book</a><a href="/books/${book.id}/activity">Activity</a>` : ''}
<a href="/books">Your books</a>
<a href="/settings">Settings</a>
<form method="post" action="/sign-out"><input type="hidden" name="_csrf" value="${csrf}"><button class="link">Sign out</button></form>
</div>
</div>`;
}

function visitorLinks({ maySignUp }: View): Markup {
  const signUp = html`<a class="button small" href="/sign-up">Sign up</a>`;
  return html`<nav class="visitor" aria-label="Account"><a href="/sign-in">Sign in</a>!${maySignUp ? signUp : ''}</nav>`;
}
