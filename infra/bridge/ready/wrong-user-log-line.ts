/**
 * The line of a log that shows a process running as another user than its image, or the files on its volume, were made for;
 * `undefined` without one. No retry helps. The words are those of PostgreSQL and of coreutils.
 */
export function wrongUser(said = ''): string | undefined {
  return said.split('\n').find((line) => WORDS.test(line));
}

const WORDS = new RegExp(
  [
    /could not look up (?:effective|local) user ID \d+/,
    /local user with ID \d+ does not exist/,
    /data directory .* has wrong ownership/,
    /(?:could not|cannot) (?:open|create|access|change permissions of) .*: (?:Permission denied|Operation not permitted)/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
