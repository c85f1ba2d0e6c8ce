import type { Act } from '../ledger/begin-and-list-acts.ts';
import { say } from '../words/say.ts';

/** Kinds of act in the database, and their names in the catalogue. */
const names = {
  'add transaction': 'addTransaction',
  'edit transaction': 'editTransaction',
  'delete transaction': 'deleteTransaction',
  'restore transaction': 'restoreTransaction',
  'add account': 'addAccount',
  'edit account': 'editAccount',
  'add category': 'addCategory',
  'edit category': 'editCategory',
  'edit tag': 'editTag',
  'delete tag': 'deleteTag',
  'merge tags': 'mergeTags',
  'add book': 'addBook',
  'add rule': 'addRule',
  'add sample': 'addSample',
  'edit rule': 'editRule',
  'move rule': 'moveRule',
  'delete rule': 'deleteRule',
  'add receipt': 'addReceipt',
  'delete receipt': 'deleteReceipt',
  'add schedule': 'addSchedule',
  'edit schedule': 'editSchedule',
  'delete schedule': 'deleteSchedule',
  'enter occurrence': 'enterOccurrence',
  'skip occurrence': 'skipOccurrence',
  'edit occurrence': 'editOccurrence',
  'come due': 'comeDue',
  'edit payee': 'editPayee',
  'merge payees': 'mergePayees',
  'part payees': 'partPayees',
  'edit book': 'editBook',
  'add member': 'addMember',
  'edit member': 'editMember',
  'delete member': 'deleteMember',
  'add invitation': 'addInvitation',
  'delete invitation': 'deleteInvitation',
  import: 'import',
  join: 'join',
  'take apart': 'takeApart',
  undo: 'undo',
} as const;

/** The same of acts on many rows at once. */
const many = {
  'bulk category': 'bulkCategory',
  'bulk payee': 'bulkPayee',
  'bulk account': 'bulkAccount',
  'bulk cleared': 'bulkCleared',
  'bulk pending': 'bulkPending',
  'bulk delete': 'bulkDelete',
  'sort transactions': 'sortTransactions',
  'apply rules': 'applyRules',
  'bulk tag': 'bulkTag',
  'bulk untag': 'bulkUntag',
} as const;

function nameOf(kind: string) {
  return Object.hasOwn(names, kind) ? names[kind as keyof typeof names] : 'other';
}

type Told = Pick<Act, 'kind' | 'title' | 'of' | 'isRedone' | 'rows'>;

/** Describes an act: "Deleted: Bakery", "Undid: deleted “Bakery”", "12 rows sorted into Food". */
export function actWords(told: Told): string {
  const { kind, title, of, isRedone } = told;
  if (of !== null) return say(isRedone ? 'acts.didAgain' : 'acts.undid', { act: pastWords(of, told) });
  return manyWords(kind, told) ?? titled(say(`acts.${nameOf(kind)}`), title);
}

/** Describes an act on many rows, alone or within a sentence; undefined for any other. */
export function manyWords(kind: string, { title, rows }: Told): string | undefined {
  if (rows === null || !Object.hasOwn(many, kind)) return undefined;
  return say(`acts.${many[kind as keyof typeof many]}`, { count: rows, title });
}

/** Describes an act within a sentence: "deleted “Bakery”". */
export function pastWords(kind: string, told: Told): string {
  const { title } = told;
  const words = manyWords(kind, told);
  if (words !== undefined) return words;
  const act = say(`actsWithin.${nameOf(kind)}`);
  return title === '' ? act : say('actsWithin.titled', { act, title });
}

function titled(act: string, title: string): string {
  return title === '' ? act : say('acts.titled', { act, title });
}
