import { html, type Markup } from '../../web/html.ts';
import type { Draft } from './form-draft.ts';

/** Hidden fields for the input of kinds that the form does not show now. */
export function hiddenDraftFields(draft: Draft): Markup {
  const { kind, lines, aside, account, from, to, arrives } = draft;
  const moved = kind === 'moved';
  const single = moved ? { account } : { from, to, arrives };
  const ticks = moved ? ['refund', 'otherRefund'] : ['pendingTo', 'otherRefund'];
  const ticked = ticks.filter((name) => draft[name as 'refund' | 'otherRefund' | 'pendingTo']);
  const others = lines.map((line) => line.otherCategory);
  return [
    ...Object.entries(single).map(([name, value]) => (value === '' ? '' : hidden(name, value))),
    ...ticked.map((name) => hidden(name, 'on')),
    ...(others.some(Boolean) ? others.map((value) => hidden('otherCategory', value)) : []),
    ...aside.flatMap(({ amount, category, note, otherCategory }) => [
      hidden('asideAmount', amount),
      hidden('asideCategory', category),
      hidden('asideNote', note),
      hidden('asideOther', otherCategory),
    ]),
  ].join('');
}

function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
