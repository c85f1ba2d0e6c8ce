import { describe, expect, it } from 'vitest';
import { type Edge, inOrder } from './sort-topologically-or-show-cycle.ts';

describe('an order', () => {
  it.each<[string, Record<string, string>, string]>([
    ['keeps names that do not depend on each other', {}, 'a b c d'],
    ['puts what is needed first', { a: 'c' }, 'c a b d'],
    ['follows a chain', { a: 'b', b: 'c', c: 'd' }, 'd c b a'],
    ['holds a diamond once', { a: 'bc', b: 'd', c: 'd' }, 'd b c a'],
    ['is done with what comes in order already', { b: 'a', c: 'ab', d: 'c' }, 'a b c d'],
  ])('%s', (_fact, needs, expected) => {
    expect(ordered(['a', 'b', 'c', 'd'], edges(needs))).toEqual(expected.split(' '));
  });

  it('holds for a thousand random graphs', () => {
    const random = generator(1);
    for (let round = 0; round < 1000; round++) {
      const names = Array.from({ length: 2 + Math.floor(random() * 20) }, (_, index) => `n${index}`);
      const ranks = new Map(names.map((name) => [name, random()]));
      const rank = (name: string) => ranks.get(name) ?? 0;
      // Edges only lead to a lower rank, so there is no cycle, while the names come in any order.
      const needs = new Map(
        names.map((name) => [name, names.filter((other) => rank(other) < rank(name) && random() < 0.2)]),
      );
      const order = ordered(names, (name) => toEdges(needs.get(name) ?? []));
      expect([...order].sort()).toEqual([...names].sort());
      for (const [name, others] of needs) {
        for (const other of others) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
      }
    }
  });
});

describe('a cycle', () => {
  it.each<[string, Record<string, string>, string]>([
    ['of one', { a: 'a' }, 'a → a (x)'],
    ['of two', { a: 'b', b: 'a' }, 'a → b (x) → a (x)'],
    ['behind a way in, which is not part of it', { a: 'b', b: 'c', c: 'd', d: 'c' }, 'c → d (x) → c (x)'],
    ['beside a way out', { a: 'db', b: 'a' }, 'a → b (x) → a (x)'],
  ])('%s is shown with its path', (_which, needs, path) => {
    expect(() => ordered(['a', 'b', 'c', 'd'], edges(needs))).toThrow(`dependency cycle: ${path}`);
  });
});

function ordered(names: readonly string[], edgesOf: (name: string) => readonly Edge[]): readonly string[] {
  const items = names.map((name) => ({ name }));
  return inOrder(items, edgesOf).map(({ name }) => name);
}

function edges(needs: Record<string, string>) {
  return (name: string) => toEdges([...(needs[name] ?? '')]);
}

function toEdges(names: readonly string[]) {
  return names.map((to) => ({ to, because: 'x' }));
}

/** A small linear congruential generator, so that failures are reproducible. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
