import type { Page } from 'playwright-core';
import { amount, balance, signedAmount } from '../../web/amount.ts';

/** Largest sum, in minor units, that the layout must hold; above what any row can have today. */
const most = 10n ** 15n - 1n;

/** Replaces the sums of a page with the largest ones, each with one of the same kind. */
export async function enlargeSums(page: Page): Promise<void> {
  const markup = {
    owed: [balance(-most, 'EUR', 'de'), balance(-most, 'XOF', 'fr')],
    plain: [amount(most, 'EUR', 'de'), amount(86_000_000_000_000n, 'IDR', 'id'), amount(most, 'XOF', 'fr')],
    signed: [
      signedAmount(most, 'EUR', 'de'),
      signedAmount(-most, 'EUR', 'de'),
      signedAmount(-most, 'CHF', 'de-CH'),
    ],
  };
  await page.evaluate(replaceSums, markup);
}

/** Runs in the browser. */
function replaceSums(markup: Record<'owed' | 'plain' | 'signed', string[]>): void {
  const { document } = globalThis as unknown as { document: Element };
  const next = (kind: keyof typeof markup) => {
    const [first = '', ...others] = markup[kind];
    markup[kind] = [...others, first];
    return first;
  };
  for (const one of document.querySelectorAll('data.amount')) {
    const signed = /^[+−]/.test(one.textContent);
    one.outerHTML = next(one.matches('.owed') ? 'owed' : signed ? 'signed' : 'plain');
  }
  // Also sums in sentences, in form fields and cells, and row counts.
  for (const node of [...document.querySelectorAll('main *')].flatMap((one) => [...one.childNodes])) {
    if (node.nodeType !== 3 || node.parentElement?.closest('.amount, script, option')) continue;
    node.data = node.data
      .replace(/[\d.,]+\d{2}(\u00a0€)/, '9.999.999.999.999,99$1')
      .replace(/(?<![\d.])-?\d+\.\d{2}(?![\d.])/g, '-9999999999999.99')
      .replace(/in \d+ row/, 'in 1234567 row');
  }
  for (const input of document.querySelectorAll('input[inputmode=decimal]'))
    input.value = '-9999999999999.99';
}

interface Element {
  readonly textContent: string;
  outerHTML: string;
  value: string;
  readonly childNodes: Iterable<Node>;
  matches(selector: string): boolean;
  closest(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}
interface Node {
  readonly nodeType: number;
  readonly parentElement: Element | null;
  data: string;
}
