import { parse, YAMLParseError } from 'yaml';
import { Problem } from '../command/problem.ts';

/**
 * Parses YAML in which secrets may be. The errors and warnings of `parse` quote the lines that they are about, so they are not
 * passed on.
 *
 * @param source what the text is of, for example the path of a file
 * @throws Problem that names the source, the line and what is wrong, and quotes nothing of the text
 */
export function parseSecretYaml(text: string, source: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    throw new Problem(
      `${source} is not YAML: ${error.code} in line ${line}; it may hold secrets, so that is not shown`,
    );
  }
}
