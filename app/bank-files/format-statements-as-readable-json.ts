import type { Statement } from './statement.ts';

/** Statements as JSON: amounts are numbers, which hold every allowed amount exactly. */
export function statementsJson(statements: readonly Statement[]): string {
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  return JSON.stringify({ statements }, plain, 2);
}
