import { describe, expect, it } from 'vitest';
import { findForm } from '../testing/form-fields-by-action.ts';
import { checkbox, field, hiddenFields, radios, select } from './forms.ts';
import { html } from './html.ts';
import { fillForm } from './refill-rendered-form.ts';

const choices = ['a', 'b', '<c> & "d"'].map((value) => ({ value, label: value }));

const form = (inside: string, action = '/save') =>
  html`<form class="card" method="post" action="${action}">!${inside}<button class="x">!${html`<i>S</i>ave`}</button></form>`;

const everything = form(
  [
    hiddenFields('token', 'a key'),
    field({ name: 'text', label: 'T', value: 'before' }),
    field({ name: 'several', id: 's-1', label: 'S' }),
    field({ name: 'several', id: 's-2', label: 'S', value: 'two' }),
    select({ name: 'one', label: 'O', value: 'a', groups: [{ name: 'G', choices }] }),
    radios({ name: 'kind', label: 'K', value: 'a', choices }),
    checkbox({ name: 'on', label: 'On', checked: false }),
    checkbox({ name: 'off', label: 'Off', checked: true }),
  ].join(''),
);

describe('filling a form', () => {
  it('puts each value into its place, as it was typed, and leaves the token', () => {
    const sent = [
      ['_csrf', 'old'],
      ['key', 'kept key'],
      ['text', '$& $1 "<b>" &#38; =`'],
      ['several', 'first'],
      ['several', ''],
      ['one', '<c> & "d"'],
      ['kind', 'b'],
      ['on', 'on'],
    ] as const;
    const filled = fillForm(`<p>$&</p>${everything}<p>after</p>`, '/save', sent);
    expect(findForm(filled?.page ?? '', '/save')).toEqual({
      _csrf: 'token',
      key: 'kept key',
      text: '$& $1 "<b>" &#38; =`',
      several: ['first', ''],
      one: '<c> & "d"',
      kind: 'b',
      on: 'on',
    });
    expect(filled).toMatchObject({ button: 'Save', isTyped: true, asksPassword: false });
    expect(filled?.page).toMatch(/^<p>\$&<\/p><form .*<p>after<\/p>$/s);
  });

  it('brings along what has no place in it, but for a choice that is none any more', () => {
    const filled = fillForm(everything, '/save', [
      ['one', 'gone'],
      ['version', '7"'],
    ]);
    expect(findForm(filled?.page ?? '', '/save')).toMatchObject({ one: 'a', version: '7"' });
  });

  it('leaves passwords and files empty', () => {
    const page = form(
      `${field({ name: 'password', label: 'P', type: 'password' })}<input type="file" name="receipt">`,
    );
    const filled = fillForm(page, '/save', [['password', 'hush']]);
    expect(filled).toMatchObject({ asksPassword: true, isTyped: true });
    expect(filled?.page).not.toContain('hush');
    expect(fillForm(page, '/save', [['receipt', 'a.jpg']])?.page).not.toContain('value="a.jpg"');
  });

  it('means the one of several that tells the same with its hidden fields, and puts the focus on its button', () => {
    const of = (session: string) => form(html`<input type="hidden" name="session" value="${session}">`);
    const filled = fillForm(of('1') + of('2') + of('3'), '/save', [['session', '2']]);
    expect(filled?.isTyped).toBe(false);
    const forms = [...(filled?.page ?? '').matchAll(/<form.*?<\/form>/gs)].map(([one]) => one);
    expect(forms.map((one) => one.includes('autofocus'))).toEqual([false, true, false]);
  });

  it.each([
    ['another address', form('', '/other')],
    ['a search', everything.replace('method="post"', 'method="get"')],
  ])('finds none of %s', (_what, page) => {
    expect(fillForm(page, '/save', [])).toBeUndefined();
  });
});
