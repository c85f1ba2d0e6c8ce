import { type Static, Type } from 'typebox';
import { keyed } from '../../../web/idempotent-form-schema.ts';
import { TransactionForm } from '../schema.ts';

export const InBook = Type.Object({ bookId: Type.String() });
export const OfSchedule = Type.Object({ bookId: Type.String(), scheduleId: Type.String() });
export const OfOccurrence = Type.Object({
  bookId: Type.String(),
  scheduleId: Type.String(),
  dueOn: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
});

const text = (maxLength: number) => Type.String({ maxLength });
const maybe = (maxLength: number) => Type.Optional(text(maxLength));

export const NewQuery = Type.Object({
  /** Id of a row to have again. */
  like: maybe(40),
  unit: maybe(10),
  every: maybe(3),
});

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const ScheduleForm = Type.Object({
  ...TransactionForm.properties,
  every: text(10),
  unit: Type.Enum(['week', 'month', 'year']),
  on: Type.Enum(['same day', 'last day', 'last working day']),
  until: text(20),
  untilMeant: maybe(10),
  times: text(10),
  /** Day of the row that it was made of. */
  after: maybe(10),
  amountIs: Type.Enum(['fixed', 'usual']),
  enters: Type.Enum(['by itself', 'confirmed']),
});
export type ScheduleForm = Static<typeof ScheduleForm>;

export const OccurrenceForm = Type.Object({
  ...TransactionForm.properties,
  /** Whether all later ones are changed as well. */
  which: Type.Enum(['this', 'later']),
});
export type OccurrenceForm = Static<typeof OccurrenceForm>;

export const RefuseForm = Type.Object({
  ...keyed,
  /** Id of a payee whose rows do not come again. */
  payee: text(40),
});
