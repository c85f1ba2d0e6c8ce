import * as v from 'valibot';
import { isGroup } from './group.ts';
import { isQualifiedName } from './name-and-url-schemas.ts';
import { text } from './quantity-text-and-choice-schemas.ts';

/** Schema of a label selector; an empty one would select everything. */
export function selector() {
  return v.pipe(
    labels(),
    v.check((given) => Object.keys(given).length > 0, 'must have a label: none would mean every pod'),
  );
}

/** Schema of labels. */
export function labels() {
  return texts(
    text('the value of a label: at most 63 letters, digits, -, _ and dots', (word) => VALUE.test(word)),
  );
}

/** Schema of annotations, sized to leave room for ours and for the last-applied copy of `kubectl apply`. */
export function annotations() {
  return v.pipe(
    texts(v.string(TEXT)),
    v.check(
      (given) => sizeOf(given) <= MOST,
      `must hold at most ${MOST / 1024} KiB in all, because the API server takes 256 KiB with ours, and kubectl makes a copy`,
    ),
  );
}

const TEXT = 'must be text; a number, true or false needs quotes here';
const MOST = 100 * 1024;
const VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

function texts(value: v.GenericSchema<string>) {
  const key = text('a label or annotation name, such as app.kubernetes.io/name', isQualifiedName);
  const message = 'must be a group of names and texts';
  const quoted = v.pipe(v.string(TEXT), value);
  return v.pipe(v.custom<Record<string, unknown>>(isGroup, message), v.record(key, quoted, message));
}

function sizeOf(given: unknown): number {
  if (!isGroup(given)) return 0;
  return Object.entries(given).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
}
