import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findForm, type SentFields } from '../testing/form-fields-by-action.ts';
import { type Household, household } from '../testing/household.ts';
import { keptIn, signIn } from '../testing/preserved-transaction.ts';
import { LARGEST_FORM, LARGEST_KEPT } from './largest-form-bytes.ts';
import { formSourceSeal } from './page-and-person-of-refused-form-in-csrf-token.ts';
import { preservedFormSeal } from './preserve-refused-forms.ts';

/* Any form that a route accepts is preserved and shown again as the route would show it; otherwise the person is told. */

let home: Household;
let path: string;
let opened: SentFields;
beforeAll(async () => {
  home = await household();
  await home.account('Bank');
  path = `${home.path}/transactions`;
  opened = findForm((await home.ada.get(`${path}/new`)).body, path) ?? {};
});

/** Characters that are long in some encoding: in a URL, in JSON, in a page. */
const odd = fc.constantFrom(
  ...['\u0001', '\u001f', '\u007f', '"', '\\\\', '<', '&', ' ', 'a', 'é', '東', '👩‍👩‍👧', '\u{1d160}'],
);
const text = (most: number) =>
  fc
    .tuple(fc.array(odd, { minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: most }))
    .map(([some, length]) =>
      [...some.join('').repeat(Math.ceil(length / some.join('').length))]
        .join('')
        .slice(0, length)
        .toWellFormed(),
    );
const fieldsOf = (most: { lines: number; note: number }) =>
  fc.record({
    payee: text(1000),
    note: text(4000),
    amount: text(40),
    partAmount: fc.array(text(40), { minLength: 2, maxLength: most.lines }),
    lineNote: fc.array(text(most.note), { minLength: 2, maxLength: most.lines }),
    asideNote: fc.array(text(200), { maxLength: most.lines }),
  });

async function comesBackOrIsTold(typed: SentFields): Promise<'came back' | 'told'> {
  const { ada } = home;
  const sent = { ...opened, _csrf: await ada.token(), ...typed };
  const direct = await ada.post(path, { ...sent, intent: 'count' });
  const _csrf = (await ada.get(`${path}/new`)) && (await ada.token());
  await ada.post('/sign-out');
  const asked = await ada.post(path, { ...sent, _csrf, intent: 'save' });
  if (direct.statusCode !== 200) {
    if (asked.statusCode !== 303) return told(await signIn(ada, ada, asked.body));
    expect(asked.headers.location).toBe('/sign-in?done=unsaved');
    await ada.post('/sign-in', { email: ada.email, password: ada.password });
    return 'told';
  }
  expect(asked.statusCode).toBe(403);
  const back = await signIn(ada, ada, asked.body);
  expect(back.statusCode).toBe(200);
  const { _csrf: _own, ...shown } = findForm(direct.body, path) ?? {};
  expect(findForm(back.body, path)).toEqual({ ...shown, _csrf: expect.any(String) });
  return 'came back';
}

function told({ statusCode, body }: { readonly statusCode: number; readonly body: string }) {
  expect([statusCode, body.includes('and now it cannot be.')]).toEqual([400, true]);
  return 'told' as const;
}

describe('a form that was sent when its session was over', () => {
  it('comes back, or is told not to, whatever was typed', async () => {
    const any = fc.oneof(fieldsOf({ lines: 4, note: 300 }), fieldsOf({ lines: 100, note: 1000 }));
    await fc.assert(
      fc.asyncProperty(any, async (typed) => {
        await comesBackOrIsTold(typed);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['of control characters alone', '\u0001', 300],
    ['of quotes', '"', 300],
    ['of letters of three bytes', '東', 200],
  ])('comes back with as many parts as there can be, %s', async (_what, character, note) => {
    const of = (length: number, most = 100) => Array.from({ length: most }, () => character.repeat(length));
    const typed = { payee: character.repeat(120), note: character.repeat(1000), lineNote: of(note) };
    const parts = { partAmount: of(40), asideAmount: of(10), asideNote: of(200) };
    expect(await comesBackOrIsTold({ ...typed, ...parts })).toBe('came back');
  });

  it('is told of where it is larger than any', async () => {
    expect(await comesBackOrIsTold({ note: 'x'.repeat(LARGEST_FORM) })).toBe('told');
    expect(await comesBackOrIsTold({ note: 'x'.repeat(5000) })).toBe('told');
  });

  it('is within what a sign-in takes, sealed', () => {
    const fields = Array.from({ length: 8 }, () => ['note', '\u0001'.repeat(LARGEST_FORM / 8 - 8)] as const);
    const page = `/${'"'.repeat(1400)}`;
    const kept = {
      person: home.ada.person,
      page,
      made: Date.now(),
      action: `/${'"'.repeat(16_000)}`,
      fields,
      hasFiles: true,
    };
    const { seal, open } = preservedFormSeal(home.config.sessionSecrets);
    const sealed = seal(kept);
    expect(sealed.length).toBeLessThanOrEqual(LARGEST_KEPT);
    expect(open(sealed)).toEqual(kept);
  });
});

describe('the token of a form', () => {
  it('tells who had it where, and of a long address the path', () => {
    const seal = formSourceSeal(['a secret of a secret of a secret of a s']);
    const address = fc
      .tuple(text(1600), text(3000))
      .map(([path, query]) => `/${path.replaceAll('?', '')}?${query}`);
    fc.assert(
      fc.property(address, (page) => {
        const origin = seal.read(`library-${seal.write({ person: 'ada', page })}-library`);
        expect([page, page.split('?', 1)[0], '/']).toContain(origin?.page);
        if (page.length < 200) expect(origin?.page).toBe(page);
      }),
    );
  });

  it.each([
    1400, 1490, 1600, 5000,
  ])('is known from a page with %i odd characters in its address', async (length) => {
    const { ada } = home;
    const url = `${path}/new?x=${'\\'.repeat(length)}`;
    const typed = { ...findForm((await ada.get(url)).body, path), payee: 'Odd' };
    await ada.post('/sign-out');
    const asked = await ada.post(path, typed);
    expect(keptIn(asked.body)).toBeDefined();
    expect(findForm((await signIn(ada, ada, asked.body)).body, path)).toMatchObject({ payee: 'Odd' });
  });
});

describe('an address to come back to', () => {
  it.each([
    100, 3000, 5000,
  ])('of %i characters more is gone to, or the start, after a sign-in', async (length) => {
    const { ada } = home;
    await ada.post('/sign-out');
    const url = `${path}?x=${'é'.repeat(length / 10)}${'a'.repeat(length)}`;
    const page = await ada.get(String((await ada.get(encodeURI(url))).headers.location));
    expect(page.statusCode).toBe(200);
    const back = await signIn(ada, ada, page.body);
    expect([encodeURI(url), '/']).toContain(back.headers.location);
    if (length < 1000) expect(back.headers.location).toBe(encodeURI(url));
  });

  it('of the longest words that can be looked for leads back from an edit', async () => {
    const { ada } = home;
    const bank = await home.account('Purse');
    const words = '\u{1d160}'.repeat(50); // NFC makes three characters of each
    const lines = [{ category: await home.category('Groceries'), amount: 1n, note: '' }];
    await home.enter({ kind: 'spent', account: bank, note: words, lines });
    const list = (
      await ada.get(`${path}?${new URLSearchParams({ text: words, kind: 'spent', account: bank.id })}`)
    ).body;
    const href = /<ul class="rows">.*?<a href="([^"]+)"/s.exec(list)?.[1] ?? '';
    const page = await ada.get(href.replaceAll('&#61;', '=').replaceAll('&#38;', '&'));
    const edit = href.split('?', 1)[0] ?? '';
    expect(page.statusCode).toBe(200);
    const saved = await ada.post(edit, { ...findForm(page.body, edit), payee: 'Found', intent: 'save' });
    expect((await ada.get(String(saved.headers.location))).statusCode).toBe(200);
    expect(saved.headers.location).toContain('text=');
  });

  it('of an undo may be as long as any', async () => {
    const { ada } = home;
    const renamed = await ada.post(`${home.path}/settings`, { key: 'long', name: 'Ours' });
    const list = `${path}?x=${'a'.repeat(3000)}&act=${/act=([\w-]+)/.exec(String(renamed.headers.location))?.[1]}`;
    const { body } = await ada.get(list);
    const undo = /action="([^"]+\/undo)"/.exec(body)?.[1] ?? '';
    expect((await ada.post(undo, findForm(body, undo))).statusCode).toBe(303);
  });
});
