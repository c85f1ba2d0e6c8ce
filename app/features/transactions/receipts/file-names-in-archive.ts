/** What a file in an archive is called after. */
export interface Named {
  readonly bookedOn: string;
  readonly payee: string;
  readonly name: string;
  readonly type: string;
}

/**
 * Names the files of an archive by day and payee, or by what the person called the file: `2026-01-15 Bakery.jpg`. No name is
 * given twice, and none has a sign that a file system refuses.
 */
export function archiveNames(receipts: readonly Named[]): string[] {
  const taken = new Set<string>();
  return receipts.map(({ bookedOn, payee, name, type }) => {
    const words = [...`${bookedOn} ${payee || name.replace(/\.\w{1,5}$/, '')}`.replaceAll(REFUSED, '_')];
    const plain = words.slice(0, 80).join('').trim();
    const ending = type === 'application/pdf' ? 'pdf' : 'jpg';
    for (let number = 1; ; number += 1) {
      const found = `${plain}${number === 1 ? '' : ` (${number})`}.${ending}`;
      if (taken.has(found.toLowerCase())) continue;
      taken.add(found.toLowerCase());
      return found;
    }
  });
}

/** Signs that Windows, macOS or Linux refuse in a name. */
const REFUSED = /[\p{Cc}\\/:*?"<>|]/gu;
