import { tidyLine } from '../text-rules.ts';

/** Name of a file as it is stored: on one line, at most 200 characters. */
export function fileName(name: string): string {
  return [...tidyLine(name)].slice(0, 200).join('').trim() || 'file';
}
