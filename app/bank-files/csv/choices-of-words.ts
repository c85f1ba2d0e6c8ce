/** Each choice of some words, from one word to all of them; none at the end. */
export function choicesOfWords(words: readonly string[]): readonly (readonly string[])[] {
  const choices = Array.from({ length: 2 ** words.length }, (_, number) =>
    words.filter((_word, at) => Math.floor(number / 2 ** at) % 2 === 1),
  );
  return [...choices.slice(1).toSorted((a, b) => a.length - b.length), []];
}
