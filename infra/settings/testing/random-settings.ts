import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { isGroup } from '../group.ts';
import { type Schema, wordsOf } from '../inspect-valibot-schema.ts';
import { settingsFrom } from '../read-settings-from-stack-file-or-pulumi.ts';
import { stackGroups } from '../read-stack-file-groups.ts';
import { type Settings, settings } from '../schema.ts';
import { SettingsError } from '../settings-error.ts';
import { WORDS } from './candidate-setting-values.ts';

type Groups = Record<string, unknown>;

/**
 * Random groups of stack files: an accepted fixture with up to four settings replaced by values that each setting accepts on
 * its own. Together they may still be refused.
 */
export function randomGroups(count: number, seed: number): readonly Groups[] {
  const files = readdirSync(ACCEPTED);
  const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 });
  return fc
    .sample(fc.tuple(fc.constantFrom(...files), picks), { numRuns: count, seed })
    .map(([file, chosen]) => {
      const groups = stackGroups(ACCEPTED, file);
      const all = placesIn(settings as unknown as Schema, groups, []);
      for (const [which, what] of chosen) {
        const { path, taken } = all[which % all.length] as Place;
        put(groups, path, taken[what % taken.length]);
      }
      return groups;
    });
}

/** Settings of the groups; `undefined` where they are refused. */
export function acceptedOf(groups: Groups): Settings | undefined {
  try {
    return settingsFrom(groups, 'Pulumi.random.yaml');
  } catch (error) {
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}

const ACCEPTED = join(import.meta.dirname, '../fixtures/accepted');

interface Place {
  readonly path: readonly string[];
  readonly taken: readonly unknown[];
}

/** All single settings of the groups, in their variants. */
function placesIn(schema: Schema, given: unknown, path: readonly string[]): readonly Place[] {
  const { wrapped, entries, options, type } = schema;
  if (wrapped) return placesIn(wrapped, given, path);
  if (type === 'literal' || type === 'lazy' || type === 'unknown') return [];
  const inner = isGroup(given) ? given : {};
  if (entries)
    return Object.entries(entries).flatMap(([name, entry]) => placesIn(entry, inner[name], [...path, name]));
  if (type === 'variant')
    return placesIn(options?.find((option) => isVariant(option, inner)) ?? { type: 'unknown' }, given, path);
  const taken = valuesOf(schema);
  return taken.length > 0 ? [{ path, taken }] : [];
}

const values = new Map<Schema, readonly unknown[]>();

/** Values that a setting which is no group accepts on its own; worked out once, since each random group asks for them. */
function valuesOf(schema: Schema): readonly unknown[] {
  const before = values.get(schema);
  if (before) return before;
  const { item } = schema;
  const list = inRecord(schema) ?? (item ? [...takenBy(item).map((word) => [word]), []] : takenBy(schema));
  values.set(schema, list);
  return list;
}

/** Records with one entry each, and one without any; undefined when the setting is no record. */
function inRecord(schema: Schema): readonly unknown[] | undefined {
  const record = recordIn(schema);
  if (typeof record?.key !== 'object' || !record.value) return undefined;
  const [keys, words] = [takenBy(record.key), takenBy(record.value)];
  const some = [...keys.map((key) => [key, words[0]]), ...words.map((word) => [keys[0], word])];
  return [...some.map(([key, word]) => ({ [String(key)]: word })), {}];
}

function isVariant({ entries = {} }: Schema, given: Groups): boolean {
  return Object.entries(entries).every(([name, entry]) => {
    const isDefault = entry.wrapped !== undefined && given[name] === undefined;
    const literal = (entry.wrapped ?? entry).literal;
    return literal === undefined || isDefault || literal === given[name];
  });
}

function recordIn(schema: Schema): Schema | undefined {
  if (schema.type === 'record') return schema;
  const steps = schema.pipe?.filter((step) => step !== schema && step.type !== schema.type) ?? [];
  const nested = schema.pipe?.[0]?.pipe;
  return [...steps, ...(nested ?? [])].find(({ type }) => type === 'record');
}

const known = new Map<Schema, readonly unknown[]>();

function takenBy(schema: Schema): readonly unknown[] {
  const before = known.get(schema);
  if (before) return before;
  const taken = [...wordsOf(schema), ...WORDS].filter((word) => v.is(schema as never, word));
  known.set(schema, taken);
  return taken;
}

function put(groups: Groups, path: readonly string[], value: unknown): void {
  const last = path.at(-1) ?? '';
  let at = groups;
  for (const name of path.slice(0, -1)) {
    if (!isGroup(at[name])) at[name] = {};
    at = at[name] as Groups;
  }
  at[last] = value;
}
