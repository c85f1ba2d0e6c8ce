import type { Page } from 'playwright-core';
import { LARGEST_FORM } from '../../plugins/largest-form-bytes.ts';
import { type HardSite, longNames } from './long-text-household.ts';
import type { Visit } from './page-visit-type.ts';
import { press } from './press-button.ts';

/** Pages about faults, each of which happens; to Ben, for Ada is over her limit of new books. */
export const errorPages: Readonly<Record<string, Visit>> = {
  'a form that is too large': {
    who: 'ben',
    to: () => '/books/new',
    act: async (page) => {
      const name = 'document.querySelector("[name=name]")';
      await page.evaluate(
        `${name}.removeAttribute("maxlength"), ${name}.value = "x".repeat(${LARGEST_FORM})`,
      );
      await press(page, 'Save');
      await page.getByRole('heading', { name: 'Too large' }).waitFor();
    },
  },
  'a fault of ours': {
    who: 'ben',
    to: () => '/books/new',
    act: (page, at) => saveWithFault('internal_error', page, at, 'Something went wrong'),
  },
  'a full disk': {
    who: 'ben',
    to: () => '/books/new',
    act: (page, at) => saveWithFault('disk_full', page, at, 'Back in a moment'),
  },
  'the app is away': {
    who: 'nobody',
    to: () => '/',
    act: async (page, at) => {
      await page.goto(at.frontendAlone);
      await page.getByRole('heading', { name: 'Back in a moment' }).waitFor();
    },
  },
  'the app is away, for a form': {
    who: 'nobody',
    to: () => '/',
    act: async (page, at) => {
      await page.goto(at.frontendAlone); // a page of another origin may not send a form there
      await page.evaluate(`(() => {
        const form = Object.assign(document.createElement("form"), { method: "post", action: "/sign-in" });
        document.body.append(form);
        form.append(Object.assign(document.createElement("button"), { textContent: "Sign in" }));
      })()`);
      await press(page, 'Sign in');
      await page.getByRole('heading', { name: 'Back in a moment' }).waitFor();
    },
  },
};

/** Makes the database refuse a new book with an error of PL/pgSQL's names, and waits for the page with a heading. */
async function saveWithFault(error: string, page: Page, { rows }: HardSite, heading: string): Promise<void> {
  await rows.unsafe(`create function refuse() returns trigger language plpgsql as $$
    begin raise ${error}; end $$`);
  await rows`create trigger refuse before insert on book for each row execute function refuse()`;
  try {
    await page.getByLabel('Name').fill(longNames.latin);
    await press(page, 'Save');
    await page.getByRole('heading', { name: heading }).waitFor();
  } finally {
    await rows`drop function refuse cascade`;
  }
}
