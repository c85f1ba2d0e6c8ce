import { en } from './en.ts';
import { pseudo } from './pseudo.ts';

/** Keys of the catalogue. */
export type MessageKey = keyof typeof en;

/** Every text of the app in one language. */
export interface Language {
  /** BCP 47 tag: of the page, and of the rules for plurals. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly messages: Readonly<Record<MessageKey, string>>;
}

/** Made when first asked for, which no server does. */
let pseudoMessages: ReturnType<typeof pseudo<typeof en>> | undefined;

/** Languages of the pages; a new one is a file beside `en.ts` and a line here. */
export const languages = {
  en: { tag: 'en', direction: 'ltr', messages: en },
  /** For tests of the layout: each text longer, accented, and from right to left. */
  pseudo: {
    tag: 'en-XA',
    direction: 'rtl',
    get messages() {
      pseudoMessages ??= pseudo(en);
      return pseudoMessages;
    },
  },
} satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;
