import { type PlainKey, say } from '../words/say.ts';

const words = {
  saved: 'acts.saved',
  unchanged: 'web.unchanged',
  home: 'acts.saved',
  left: 'web.leftBook',
  sampleBack: 'sample.back',
} as const satisfies Record<string, PlainKey>;

/** Outcomes of forms without an act to undo; the next page reports them, from `done` in its URL. */
export type Done = keyof typeof words;

export function afterDone(path: string, done: Done): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${done}`;
}

/** URL of a page that reports the act just done; an empty `act` reports that nothing was changed. */
export function afterAct(path: string, act: string): string {
  if (act === '') return afterDone(path, 'unchanged');
  const url = new URL(path, 'http://here');
  url.searchParams.set('act', act);
  return `${url.pathname}${url.search}`;
}

/** Notice for a page's query; undefined when `done` is absent or unknown. */
export function doneNotice(query: unknown): string | undefined {
  const { done } = (query ?? {}) as { done?: unknown };
  return typeof done === 'string' && Object.hasOwn(words, done) ? say(words[done as Done]) : undefined;
}

/** Strips the report of what was just done from a URL, so that reopening the page does not repeat it. */
export function withoutDone(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s, 2);
  if (query === undefined) return url;
  const left = query.split('&').filter((part) => part !== '' && !/^(?:act|done)(?:=|$)/.test(part));
  return left.length > 0 ? `${path}?${left.join('&')}` : path;
}
