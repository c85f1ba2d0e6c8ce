import { sealOf } from '../sealed-text.ts';

/** Where a form was, and who had it there. */
export interface FormOrigin {
  /** Id of whoever was signed in; null for a visitor. */
  readonly person: string | null;
  /** The address of its page, within this site. */
  readonly page: string;
  /** When the page was made, in milliseconds. */
  readonly made: number;
}

/** Milliseconds for which a form is known: no longer than its key is, so that sending it again saves it once. */
export const FORM_LIFE = 7 * 24 * 3600_000;

/** More than the address of any page here; of a longer one the path is remembered. */
const LONGEST = 1500;

/** Writes and reads what a form's token tells of it: nobody else can write one, so it is known when the session is over. */
export function originSeal(secrets: readonly string[]) {
  const { seal, open } = sealOf(secrets, 'form origin');
  return {
    write({ person, page }: Omit<FormOrigin, 'made'>): string {
      const short = page.length > LONGEST ? page.split('?', 1)[0] : page;
      return seal(JSON.stringify({ person, page: short, made: Date.now() }));
    },
    read(token: unknown): FormOrigin | undefined {
      if (typeof token !== 'string' || token.length > 2 * LONGEST + 500) return undefined;
      const text = open(token.slice(token.indexOf('.') + 1));
      if (text === undefined) return undefined;
      const origin = JSON.parse(text) as FormOrigin;
      return Date.now() - origin.made < FORM_LIFE ? origin : undefined;
    },
  };
}
