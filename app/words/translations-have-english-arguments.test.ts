import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { type LanguageName, languages, type MessageKey } from './languages.ts';

const names = Object.keys(languages) as LanguageName[];
const keys = Object.keys(languages.en.messages) as MessageKey[];

describe.each(names)('the catalogue of %s', (name) => {
  it.each(keys)('has %s with the arguments and tags of English', (key) => {
    expect(placeholders(languages[name].messages[key])).toEqual(placeholders(languages.en.messages[key]));
  });
});

/** Arguments and tags of a message, sorted. */
function placeholders(message: string): string[] {
  return [...new Set(namesIn(new IntlMessageFormat(message, 'en').getAst()))].sort();
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

function namesIn(elements: Elements): string[] {
  return elements.flatMap((element) => {
    if (!('value' in element) || element.type === LITERAL) return [];
    const options = 'options' in element ? Object.values(element.options) : [];
    const within = [...options.map(({ value }) => value), 'children' in element ? element.children : []];
    return [element.value, ...within.flatMap(namesIn)];
  });
}

const LITERAL = 0; // of the parser's enum, which has no value at run time
