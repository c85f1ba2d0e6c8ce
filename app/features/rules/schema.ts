import { type Static, Type } from 'typebox';
import { typedName, typedNote } from '../../text-rules.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfRule = Type.Object({ bookId: Type.String(), ruleId: Type.String() });

const text = (maxLength: number) => Type.String({ maxLength });
/** A field that is repeated for each condition, action or part. */
const lines = (maxLength: number) =>
  Type.Optional(Type.Union([text(maxLength), Type.Array(text(maxLength), { maxItems: 50 })]));

export const NewQuery = Type.Object({
  /** Id of a row to make a rule of. */
  like: Type.Optional(text(40)),
});

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const RuleForm = Type.Object({
  ...keyed,
  match: Type.Enum(['all', 'any']),
  currency: text(3),
  conditionField: lines(10),
  conditionHow: lines(10),
  conditionText: lines(typedName),
  conditionTo: lines(40),
  conditionAccount: lines(40),
  actionSet: lines(10),
  actionText: lines(typedNote),
  actionCategory: lines(50),
  actionAccount: lines(40),
  splitBy: Type.Enum(['shares', 'amounts']),
  partCategory: lines(50),
  partValue: lines(40),
  /** Button that was pressed. */
  intent: Type.Optional(
    Type.String({
      pattern:
        '^(save|try|show|part|condition-(payee|raw|note|amount|account|day|tag)|action-(category|payee|note|account|split|tag|cleared)|drop-(condition|action|part)-\\d{1,2})$',
    }),
  ),
});
export type RuleForm = Static<typeof RuleForm>;

export const MoveForm = Type.Object({ ...keyed, to: Type.Enum(['up', 'down']) });

export const ApplyQuery = Type.Object({
  /** Id of the only rule to apply. @default all rules */
  rule: Type.Optional(text(40)),
  /** Row after which older ones are looked at. @default the newest row is the first */
  after: Type.Optional(text(60)),
});
export const ApplyForm = Type.Object({
  ...keyed,
  /** Id of the only rule to apply; empty for all. */
  rule: text(40),
  /** Digest of the rows that were shown. */
  mark: text(100),
  /** Row after which they begin; empty for the newest. */
  after: Type.Optional(text(60)),
});
