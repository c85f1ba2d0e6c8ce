import { asyncLocalStorage, type RequestContext, requestContext } from '@fastify/request-context';
import { type Language, languages } from './languages.ts';

declare module '@fastify/request-context' {
  interface RequestContextData {
    /** Language of the pages and messages of this request. */
    language: Language;
    /** Locale in which the numbers within messages are written. @default that of the language */
    locale: string | undefined;
  }
}

/** Language of the request; outside of requests English. */
export function languageNow(): Language {
  return requestContext.get('language') ?? languages.en;
}

/** Locale of whoever reads the numbers of the request; undefined for visitors. */
export function localeNow(): string | undefined {
  return requestContext.get('locale');
}

/** Runs work in a language outside of requests, or before a request has one. */
export function inLanguage<Result>(language: Language, work: () => Result): Result {
  // The store is plain data; the library types it as the object that reads it.
  const store = { language, locale: undefined } as unknown as RequestContext;
  return asyncLocalStorage.run(store, work);
}
