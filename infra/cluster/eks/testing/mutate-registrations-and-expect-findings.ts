import { beforeAll, describe, expect, it } from 'vitest';
import { keyOf, type Recorded } from '../findings/filter-registrations-into-findings.ts';
import { findingsOf } from '../findings/findings.ts';
import { recordEks } from './record-eks.ts';
import { autoMode, everything, withBackups } from './settings.ts';

/** A registration that may be broken at will. */
type Mutable = { -readonly [K in keyof Recorded]: Recorded[K] } & { inputs: Loose };
// biome-ignore lint/suspicious/noExplicitAny: what is broken has any shape
type Loose = Record<string, any>;

export interface Mutant {
  readonly broken: string;
  /** Key, or prefix of a key, of the registration to break. */
  readonly at: string;
  /** Settings to use. @default the first with such a registration */
  readonly on?: 'Auto Mode';
  readonly how: (one: Mutable, all: Mutable[]) => void;
  /** The only finding, at that key; or the findings with their keys. */
  readonly found: string | readonly (readonly [at: string, problem: string])[];
}

export const set = (path: string, value: unknown) => (one: Mutable) => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce((inside, key) => inside[key], one.inputs);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
};
/** Turns an input into a plain value, without a source. */
export const plain = (prop: string) => (one: Mutable) => {
  one.inputsBy = { ...one.inputsBy, [prop]: [] };
};
export const drop = (one: Mutable, all: Mutable[]) => void all.splice(all.indexOf(one), 1);
export const forget = (what: string) => (one: Mutable, all: Mutable[]) => {
  const parent = all.find((other) => keyOf(other) === one.parent);
  for (const some of [one, ...(parent ? [parent] : [])])
    some.after = some.after.filter((key) => !key.startsWith(what));
};
export const instead = (from: string, to: string) => (one: Mutable) => {
  const change = (keys: readonly string[]) => keys.map((key) => (key === from ? to : key));
  one.inputsOf = change(one.inputsOf);
  one.inputsBy = Object.fromEntries(Object.entries(one.inputsBy).map(([prop, keys]) => [prop, change(keys)]));
  one.after = change(one.after);
};

/** Breaks the registrations of real settings, one way at a time. */
export function eachIsFound(mutants: readonly Mutant[]): void {
  describe('a mutant is found, and nothing else', () => {
    let recordings: readonly (readonly Recorded[])[];
    beforeAll(async () => {
      recordings = await unbroken();
    });

    it.each(mutants)('$broken', ({ at, on, how, found }) => {
      const among = on ? recordings.slice(-1) : recordings;
      const recording = among.find((all) => all.some((one) => keyOf(one).startsWith(at)));
      if (!recording) throw new Error(`nothing begins with ${at}, which was to be broken`);
      const all = structuredClone(recording) as Mutable[];
      const one = all.find((it) => keyOf(it) === at) ?? all.find((it) => keyOf(it).startsWith(at));
      if (!one) throw new Error(`no ${at}`);
      how(one, all);
      const expected = typeof found === 'string' ? [[keyOf(one), found] as const] : found;
      const before = new Set(findingsIn(recording));
      const said = findingsIn(all).filter((finding) => !before.has(finding));
      expect(said.toSorted()).toEqual(expected.map((wanted) => wanted.join(': ')).toSorted());
    });
  });
}

/** Registrations of three kinds of settings; made once, since several test files break them. */
function unbroken(): Promise<readonly (readonly Recorded[])[]> {
  made ??= recordAll();
  return made;
}

let made: ReturnType<typeof unbroken> | undefined;

async function recordAll(): Promise<readonly (readonly Recorded[])[]> {
  const all = [];
  for (const settings of [everything(), withBackups(), autoMode()])
    all.push((await recordEks(settings)).recorded);
  return all;
}

function findingsIn(all: readonly Recorded[]): string[] {
  return findingsOf(all).map(({ at, problem }) => `${at}: ${problem}`);
}
