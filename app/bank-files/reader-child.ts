import { isDeepStrictEqual } from 'node:util';
import { answerParent } from '../ask-child-process.ts';
import { inLanguage } from '../words/current-language.ts';
import { languages } from '../words/languages.ts';
import { fileShape } from './format-fingerprint.ts';
import type { Options } from './options.ts';
import { type Reading, readingOf } from './read-statements-and-columns.ts';

/** What the process is asked: one file, read in one way. */
export interface ReadingAsked {
  readonly bytes: Uint8Array;
  readonly options: Options;
  /** True when only the shape is wanted. */
  readonly isGlance: boolean;
  /** Tag of the language in which it says what is wrong. */
  readonly language: string;
}

export type ReadingAnswer = Reading | { readonly failed: unknown };

/** The last answer: a file that somebody looked at is read the same way once more to be imported. */
let last: { readonly asked: ReadingAsked; readonly answer: ReadingAnswer } | undefined;

answerParent((asked: ReadingAsked) => {
  if (last && isDeepStrictEqual(asked, last.asked)) return last.answer;
  last = undefined; // no two of them in memory at once
  const answer = answerTo(asked);
  last = { asked, answer };
  return answer;
});

function answerTo({ bytes, options, isGlance, language }: ReadingAsked): ReadingAnswer {
  const spoken = Object.values(languages).find(({ tag }) => tag === language) ?? languages.en;
  try {
    return inLanguage(spoken, () =>
      isGlance ? { shape: fileShape(bytes), columns: [], statements: [] } : readingOf(bytes, options),
    );
  } catch (failed) {
    return { failed };
  }
}
