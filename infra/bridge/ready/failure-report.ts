import { address } from '../../manifests/object.ts';
import type { LogPlace, Trouble } from './verdict-types-and-hopeless-troubles.ts';
import type { Failure } from './wait-until-ready.ts';

/** Report on an object that does not get ready: cause, last log lines and advice, for people. */
export async function failureReport(
  { object, why, troubles, timedOut }: Failure,
  lastWords: (place: LogPlace) => Promise<readonly string[]>,
): Promise<string> {
  const after = timedOut === undefined ? '' : ` after ${timedOut} s without progress`;
  const head = `${address(object)} is not ready${after}: ${why}`;
  const rest = await Promise.all(troubles.map((trouble) => about(trouble, lastWords)));
  const more =
    timedOut === undefined
      ? []
      : [`  to wait longer: pulumi config set --path bridge:timeouts.${object.kind} SECONDS`];
  return [head, ...rest.flat(), ...more].join('\n');
}

async function about(
  { cause, advice, log }: Trouble,
  lastWords: (place: LogPlace) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const words = log === undefined ? [] : await lastWords(log);
  return [`  ${cause}`, ...words.map((line) => `    | ${line}`), `  → ${advice}`];
}
