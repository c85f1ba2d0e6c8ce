/** A row that an undo skipped, and the reason. */
export interface Left {
  readonly title: string;
  readonly why: 'edited' | 'closed' | 'used' | 'gone' | 'taken' | 'there';
}
