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
