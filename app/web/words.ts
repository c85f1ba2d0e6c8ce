/** The words on screen for what the database calls by a code. */
export const kindWords = {
  spent: 'Spent',
  received: 'Received',
  moved: 'Moved',
  opening: 'Opening balance',
} as const;

export const accountWords = {
  bank: 'Bank account',
  cash: 'Cash',
  card: 'Credit card',
  savings: 'Savings',
  loan: 'Loan',
  asset: 'Asset',
} as const;

/** What a member may do in a book. */
export const roleWords = {
  owner: 'Owner',
  editor: 'Editor',
  viewer: 'Viewer',
} as const;

/** The same, as a sentence. */
export const roleMeanings = {
  owner: 'An owner changes everything, and decides who is a member.',
  editor: 'An editor sees and changes everything.',
  viewer: 'A viewer sees everything and changes nothing.',
} as const;

/** After the refusal of a name that is taken. */
export const sameName = 'Capitals, accents and spaces make no difference.';

export const bookTaken = { name: `You gave this name to another book already. ${sameName}` };
