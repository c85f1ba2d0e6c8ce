import { describe, expect, it } from 'vitest';
import { awayFromHere, field, hiddenFields, problemSummary, radios, select } from './forms.ts';

describe('a field', () => {
  it('is tied to its label, its hint and what is wrong with it', () => {
    const html = field({
      name: 'amount',
      label: 'Amount',
      value: '1 "2"',
      hint: 'In euros.',
      problem: 'Too much.',
    });
    expect(html).toContain('<label for="field-amount">Amount</label>');
    expect(html).toContain('value="1 &#34;2&#34;"');
    expect(html).toContain('aria-invalid="true" aria-describedby="field-amount-hint field-amount-problem"');
    expect(html).toContain('<small class="problem" id="field-amount-problem">Too much.</small>');
  });

  it('says when it may stay empty', () => {
    expect(field({ name: 'note', label: 'Note', required: false })).toContain('optional');
    expect(field({ name: 'note', label: 'Note' })).toContain(' required');
    const unmarked = field({ name: 'note', label: 'Note', required: 'unmarked' });
    expect(unmarked).not.toMatch(/optional|required/);
  });

  it('never repeats a password', () => {
    expect(field({ name: 'password', label: 'Password', type: 'password', value: 'secret' })).not.toContain(
      'secret',
    );
  });

  it('offers earlier entries', () => {
    const html = field({ name: 'payee', label: 'Paid to', suggestions: ['Café & Bar'] });
    expect(html).toContain('list="field-payee-list"');
    expect(html).toContain('<option value="Café &#38; Bar">');
  });
});

describe('a choice', () => {
  const groups = [
    {
      name: 'Food',
      choices: [
        { value: 'a', label: 'Apples' },
        { value: 'b', label: 'Bread' },
      ],
    },
  ];

  it('keeps what was chosen', () => {
    const html = select({ name: 'category', label: 'Category', value: 'b', groups });
    expect(html).toContain('<optgroup label="Food">');
    expect(html).toContain('<option value="b" selected>Bread</option>');
    expect(html.match(/selected/g)).toHaveLength(1);
  });

  it('can be a row of buttons with one legend', () => {
    const html = radios({ name: 'kind', label: 'Kind', value: 'a', choices: groups[0]?.choices ?? [] });
    expect(html).toContain('<legend>Kind</legend>');
    expect(html).toContain('value="a" checked');
  });
});

describe('a form', () => {
  it('lists what is wrong, each leading to its field', () => {
    expect(problemSummary({})).toBe('');
    expect(problemSummary({ payee: 'Too <long>.' })).toContain(
      '<a href="#field-payee">Too &#60;long&#62;.</a>',
    );
  });

  it('has a key of its own, or keeps the one it came with', () => {
    expect(hiddenFields('t')).not.toBe(hiddenFields('t'));
    expect(hiddenFields('t', 'k')).toContain('name="key" value="k"');
  });
});

it('a form that is sent to the address of its own page writes it differently', () => {
  const form = (to: string) => `<form class="card" method="post" action="${to}">`;
  expect(awayFromHere(form('/settings') + form('/settings/password'), '/settings')).toBe(
    form('/settings?') + form('/settings/password'),
  );
  expect(awayFromHere(form('/settings'), '/settings?')).toBe(form('/settings'));
  expect(awayFromHere('<form method="get" action="/a">', '/a')).toBe('<form method="get" action="/a">');
});
