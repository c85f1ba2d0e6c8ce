import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Returns the change from one text to another as `diff -u` shows it, with three lines around each change; empty when there is none. */
export function unifiedDiff(
  from: { name: string; text: string },
  to: { name: string; text: string },
): string {
  if (from.text === to.text) return '';
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  const patch = createTwoFilesPatch(from.name, to.name, from.text, to.text, undefined, undefined, options);
  return patch.replace(/\n$/, '');
}
