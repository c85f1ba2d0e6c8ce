import * as v from 'valibot';

/** Parts of valibot's schemas that are read here. */
export interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly Schema[];
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly literal?: unknown;
  readonly pipe?: readonly Schema[];
  /** The setting whose value chooses among `options`. */
  readonly key?: Schema | string;
  /** The value where a setting is absent. */
  readonly default?: unknown;
  /** The schema for a value, where its type depends on what is given. */
  readonly getter?: (given: unknown) => Schema;
}

/** Words that a schema accepts, where it accepts only a few, as listed in its message. */
export function wordsOf(schema: Schema): readonly string[] {
  return /^must be one of (.*)$/.exec(messageOf(schema, 'none of them'))?.[1]?.split(', ') ?? [];
}

/** Message with which a schema refuses a value; empty when it accepts it. */
export function messageOf(schema: Schema, value: unknown): string {
  const { issues } = v.safeParse(schema as never, value) as v.SafeParseResult<v.GenericSchema>;
  return issues?.[0]?.message ?? '';
}
