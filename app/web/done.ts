const words = {
  saved: 'Saved.',
  unchanged: 'Nothing was changed.',
  home: 'Saved.',
  left: 'You have left the book.',
} as const;

/** What a form did that leaves no act to undo; the page after it says so, by `done` in its address. */
export type Done = keyof typeof words;

export function afterDone(path: string, done: Done): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${done}`;
}

/** The sentence for the page; undefined where its address says nothing of the kind. */
export function doneNotice(query: unknown): string | undefined {
  const { done } = (query ?? {}) as { done?: unknown };
  return typeof done === 'string' && Object.hasOwn(words, done) ? words[done as Done] : undefined;
}
