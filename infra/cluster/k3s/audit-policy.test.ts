import * as v from 'valibot';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { read } from './script-with-quoted-variables.ts';

/** An API server ignores unknown fields, and would then log what the rule was meant to leave out. */
it('the audit policy has fields of audit.k8s.io/v1 only', () => {
  expect(v.is(POLICY, parse(read('audit-policy.yaml')))).toBe(true);
  const misspelt = read('audit-policy.yaml').replace('nonResourceURLs', 'nonResourceUrls');
  expect(v.is(POLICY, parse(misspelt))).toBe(false);
});

it('the audit policy writes down nothing of what an object holds', () => {
  const { rules } = v.parse(POLICY, parse(read('audit-policy.yaml')));
  for (const { level } of rules) expect(['None', 'Metadata']).toContain(level);
  expect(rules.at(-1)).toEqual({ level: 'Metadata' });
});

const words = v.optional(v.array(v.string()));
const stages = v.optional(
  v.array(v.picklist(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'])),
);
const everyRule = {
  level: v.picklist(['None', 'Metadata', 'Request', 'RequestResponse']),
  users: words,
  userGroups: words,
  verbs: words,
  omitStages: stages,
  omitManagedFields: v.optional(v.boolean()),
};
const group = v.strictObject({ group: v.optional(v.string()), resources: words, resourceNames: words });
const path = v.pipe(v.string(), v.regex(/^(?:\*|\/[^*]*\*?)$/));

/** Schema of `Policy` in k8s.io/apiserver/pkg/apis/audit/v1 0.36.1, with the demands of its validation. */
const POLICY = v.strictObject({
  apiVersion: v.literal('audit.k8s.io/v1'),
  kind: v.literal('Policy'),
  omitStages: stages,
  omitManagedFields: v.optional(v.boolean()),
  rules: v.array(
    v.union([
      v.strictObject({ ...everyRule, resources: v.optional(v.array(group)), namespaces: words }),
      v.strictObject({ ...everyRule, nonResourceURLs: v.array(path) }),
    ]),
  ),
});
