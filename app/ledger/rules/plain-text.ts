/** Text as the database's `plain_text` has it, to compare: without case, accents, runs of blanks and what shows nothing. */
export function plainText(text: string): string {
  const plain = /^[ -~]*$/.test(text) ? text : text.normalize('NFKD').replaceAll(SHOWS_NOTHING, '');
  return plain.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').replaceAll(/\s+/g, ' ').trim();
}

const SHOWS_NOTHING = /[\u0300-\u036f\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
