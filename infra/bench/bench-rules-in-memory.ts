import { performance } from 'node:perf_hooks';
import { applyRules, type RuleRow } from '../../app/ledger/rules/apply-rules.ts';
import type { Rule } from '../../app/ledger/rules/rule-types.ts';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';

const RULES = 100;
const ROWS = 10_000;

/** Measures a hundred rules over ten thousand rows, of which half look at the payee that an earlier one has set. */
export async function benchRules(): Promise<void> {
  const rules = Array.from({ length: RULES }, (_, index) => ruleNo(index));
  const rows = Array.from({ length: ROWS }, (_, index) => rowNo(index));
  const figures = await sideBySide({ [`${RULES} rules over ${ROWS} rows`]: () => timed(rules, rows) });
  printTable('rules (reach: < 1000 ms)', 'ms', figures);
}

function timed(rules: readonly Rule[], rows: readonly RuleRow[]): number {
  const began = performance.now();
  const set = rows.filter((row) => applyRules(rules, row).set.length > 0).length;
  if (set === 0) throw new Error('no rule was met');
  return performance.now() - began;
}

function ruleNo(index: number): Rule {
  const shop = `shop ${index % (RULES / 2)} `;
  const amount = { field: 'amount', least: '100', most: '999999', currency: 'EUR' } as const;
  const isRename = index < RULES / 2;
  return {
    id: `${index}`,
    match: 'all',
    conditions: isRename
      ? [{ field: 'payee', how: 'contains', text: shop }]
      : [amount, { field: 'payee', how: 'is', text: `Shop no. ${index % (RULES / 2)}` }],
    actions: isRename
      ? [{ set: 'payee', name: `Shop no. ${index}` }]
      : [{ set: 'category', category: `category ${index}` }, { set: 'cleared' }],
  };
}

function rowNo(index: number): RuleRow {
  return {
    ...{
      payee: `EC 4711 Café SHOP ${index % 97} 2026-01-${10 + (index % 20)} Köln`,
      raw: [`EC 4711 Café SHOP ${index % 97}`, `card payment ${index}`],
      note: `row ${index}`,
    },
    ...{
      account: 'bank',
      day: '2026-01-31',
      amount: -BigInt(100 + index),
      currency: 'EUR',
      state: 'pending',
      parts: [],
      tags: [],
    },
    setBy: { category: 'import', payee: 'import', note: 'import' },
  };
}
