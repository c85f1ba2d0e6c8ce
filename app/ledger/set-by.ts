/** Who set the category, the payee or the note of a row: somebody's hand, a rule, the payee's last time, or an import. */
export type SetBy = 'hand' | 'rule' | 'payee' | 'import';
