import type { IncomingMessage } from 'node:http';
import type { Fields } from '../web/refill-rendered-form.ts';

/** A form as sent. */
export interface SentForm {
  readonly fields: Fields;
  /** True when there were files, which are discarded. */
  readonly hasFiles: boolean;
}

/**
 * Parses the unread body of a form that is refused before its route runs.
 *
 * @param most maximum bytes to read; a form with files yields the fields before that
 * @returns undefined when it is no form, or larger than any of ours
 */
export async function parseRefusedForm(raw: IncomingMessage, most: number): Promise<SentForm | undefined> {
  const type = raw.headers['content-type'] ?? '';
  const [, quoted, bare] =
    /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined && !/^application\/x-www-form-urlencoded\b/i.test(type)) return undefined;
  const { bytes, isWhole } = await beginning(raw, most);
  if (boundary !== undefined) return parts(bytes.toString('latin1'), boundary);
  return isWhole ? { fields: [...new URLSearchParams(bytes.toString())], hasFiles: false } : undefined;
}

async function beginning(raw: IncomingMessage, most: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Not destroyed on an early exit: the response still needs the connection.
  for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) return { bytes: Buffer.concat(chunks), isWhole: false };
  }
  return { bytes: Buffer.concat(chunks), isWhole: true };
}

/** Parses the fields of a multipart form (RFC 7578), as far as it was read; each byte is a character of `text`. */
function parts(text: string, boundary: string): SentForm {
  const fields: [string, string][] = [];
  let hasFiles = false;
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`);
  for (const [index, piece] of pieces.entries()) {
    const end = piece.indexOf('\r\n\r\n');
    const head = piece.slice(0, Math.max(end, 0));
    const name = /^content-disposition:.*[; ]name="([^"]*)"/im.exec(head)?.[1];
    if (name === undefined) continue;
    const isFile = /^content-disposition:.*[; ]filename/im.test(head);
    hasFiles ||= isFile;
    const isCutOff = index === pieces.length - 1;
    if (!isFile && !isCutOff) fields.push([utf8(name), utf8(piece.slice(end + 4))]);
  }
  return { fields, hasFiles };
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
