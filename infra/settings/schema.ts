import * as v from 'valibot';
import { groups } from './all-groups.ts';
import { rulesBetweenGroups } from './rules-between-groups.ts';

/** Settings of one environment, with every default applied. */
export type Settings = v.InferOutput<typeof settings>;

/** Schema of `Pulumi.<stack>.yaml`. */
export const settings = v.pipe(groups, ...rulesBetweenGroups);
