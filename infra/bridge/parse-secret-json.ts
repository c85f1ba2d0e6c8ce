import { Problem } from '../command/problem.ts';

/**
 * Parses JSON in which secrets may be. The error of `JSON.parse` quotes what it could not read, so it is not passed on.
 *
 * @param source what the text is of, for example `pulumi stack export`
 * @throws Problem that names the source and quotes nothing of the text
 */
// biome-ignore lint/suspicious/noExplicitAny: as JSON.parse, the caller knows what it asked for
export function parseSecretJson(text: string, source: string): any {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${source} is not JSON; it may hold secrets, so it is not shown`);
  }
}
