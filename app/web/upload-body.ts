import type { FastifyInstance, FastifyRequest } from 'fastify';
import { say } from '../words/say.ts';

class UploadError extends Error {
  readonly statusCode = 400;
}

/** A file of a form. */
export interface UploadedFile {
  /** As the browser calls it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface UploadLimits {
  /** Bytes of the whole form. */
  readonly maxBytes: number;
  /** Fields and files together. @default 60 - more files than anybody drops at once */
  readonly mostParts?: number;
}

/**
 * Lets a scope take forms with files. They are parsed before anything else looks at the form, since its token is one of
 * the fields.
 */
export function takeUploads(app: FastifyInstance, { maxBytes, mostParts = 60 }: UploadLimits): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    async ({ headers }: FastifyRequest, body: Buffer) =>
      parseUpload(body, headers['content-type'] ?? '', mostParts),
  );
}

/**
 * Fields by name, one that comes several times as a list, and all files as `files`; a field for a file without a file is
 * left out.
 */
async function parseUpload(body: Buffer, type: string, mostParts: number): Promise<Record<string, unknown>> {
  const boundary = boundaryOf(type);
  const parts = partsOf(body, boundary, mostParts);
  const form = [...(await readForm(parts, boundary))];
  if (form.length !== parts.length) throw new UploadError(say('errors.unreadable'));
  const fields: Record<string, unknown> = Object.create(null);
  const files: UploadedFile[] = [];
  for (const [index, [name, value]] of form.entries()) {
    const bytes = parts[index]?.content ?? Buffer.alloc(0);
    if (typeof value !== 'string') {
      if (bytes.length > 0) files.push({ name: value.name, bytes });
    } else if (Array.isArray(fields[name])) fields[name].push(value);
    else fields[name] = name in fields ? [fields[name], value] : value;
  }
  return { ...fields, files };
}

interface Part {
  /** Its headers. */
  readonly head: Buffer;
  /** Of the form itself, and no copy: a file may be large. */
  readonly content: Buffer;
}

/** Cuts a form at its boundaries, with at most one part more than there may be. */
function partsOf(body: Buffer, boundary: string, most: number): readonly Part[] {
  const parts: Part[] = [];
  let at = body.indexOf(`--${boundary}`);
  while (at >= 0 && body.toString('latin1', at + boundary.length + 2, at + boundary.length + 4) !== '--') {
    const begin = body.indexOf('\r\n', at) + 2;
    const end = body.indexOf('\r\n\r\n', begin);
    const next = body.indexOf(`\r\n--${boundary}`, end + 2);
    if (begin < 2 || end < 0 || next < 0) throw new UploadError(say('errors.unreadable'));
    parts.push({ head: body.subarray(begin, end), content: body.subarray(end + 4, Math.max(end + 4, next)) });
    if (parts.length > most) throw new UploadError(say('imports.tooManyFiles'));
    at = next + 2;
  }
  if (at < 0) throw new UploadError(say('errors.unreadable'));
  return parts;
}

/** Reads the headers of the parts, and the contents of all but files, as a browser's form is read everywhere. */
async function readForm(parts: readonly Part[], boundary: string): Promise<FormData> {
  const mark = Buffer.from(`--${boundary}\r\n`);
  const small = parts.map(({ head, content }) =>
    /;\s*filename/i.test(head.toString('latin1')) ? NOTHING : content,
  );
  const body = parts.flatMap(({ head }, index) => [mark, head, GAP, small[index] ?? NOTHING, BREAK]);
  try {
    return await new Response(Buffer.concat([...body, Buffer.from(`--${boundary}--\r\n`)]), {
      headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    }).formData();
  } catch {
    throw new UploadError(say('errors.unreadable'));
  }
}

const NOTHING = Buffer.alloc(0);
const BREAK = Buffer.from('\r\n');
const GAP = Buffer.from('\r\n\r\n');

function boundaryOf(type: string): string {
  const [, quoted, bare] = /boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new UploadError(say('errors.unreadable'));
  return boundary;
}
