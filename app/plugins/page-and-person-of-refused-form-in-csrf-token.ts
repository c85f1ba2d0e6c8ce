import { sealedLength, sealOf } from '../sealed-text.ts';
import { saltOf } from './make-csrf-token.ts';

/** Page and person that a form was rendered for. */
export interface FormSource {
  /** Id of the signed-in person; null for a visitor. */
  readonly person: string | null;
  /** URL of the form's page, within this site. */
  readonly page: string;
  /** Time of rendering, in milliseconds since 1970. */
  readonly made: number;
}

/**
 * Milliseconds for which a form can be restored: no longer than its idempotency key lives, so that resending it saves
 * it once.
 */
export const FORM_LIFE = 7 * 24 * 3600_000;

/** Bytes, above any page URL of this site; of a longer URL only the path is kept, if it is short enough. */
const LONGEST = 1500;

/** Maximum length of a token in characters: the library's part and the sealed source. */
const LONGEST_TOKEN = 500 + sealedLength(LONGEST + 200);

/**
 * Creates the writer and reader of form sources inside tokens. Sealed, so nobody else can forge one, and it can be
 * trusted after the session has ended.
 */
export function formSourceSeal(secrets: readonly string[]) {
  // The words are part of the key: other ones would make the forms that are open now unreadable.
  const { seal, open } = sealOf(secrets, 'form origin');
  return {
    /** Serializes a source as the salt of a token. */
    write({ person, page }: Omit<FormSource, 'made'>): string {
      const [path = '/'] = page.split('?', 1);
      const short = [page, path].find((one) => Buffer.byteLength(JSON.stringify(one)) <= LONGEST) ?? '/';
      return seal(JSON.stringify({ person, page: short, made: Date.now() })).replaceAll('-', '.');
    },
    read(token: unknown): FormSource | undefined {
      if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return undefined;
      const text = open(saltOf(token).replaceAll('.', '-'));
      if (text === undefined) return undefined;
      const source = JSON.parse(text) as FormSource;
      return Date.now() - source.made < FORM_LIFE ? source : undefined;
    },
  };
}
