import { Problem } from '../command/problem.ts';
import type { Table } from './list-and-compare-tables.ts';

/** Refuses databases that differ in their tables or columns. @throws Problem with the names of the tables */
export function requireSameTables(was: readonly Table[], is: readonly Table[]): void {
  const shapes = (tables: readonly Table[]) =>
    new Map(tables.map((table) => [table.name, table.columns.join()]));
  const [before, after] = [shapes(was), shapes(is)];
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  if (others.length === 0) return;
  throw new Problem(
    `these tables are not as the migrations make them, so nothing can say where their rows belong: ${others.join(', ')}`,
  );
}
