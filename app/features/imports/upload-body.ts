import type { FastifyInstance, FastifyRequest } from 'fastify';
import { say } from '../../words/say.ts';

class UploadError extends Error {
  readonly statusCode = 400;
}

/** Parts of a form: its fields, and more files than anybody drops at once. */
const MOST_PARTS = 60;

/**
 * Lets a scope take forms with files. They are parsed before anything else looks at the form, since its token is one of
 * the fields.
 *
 * @param maxBytes of the whole form
 */
export function takeUploads(app: FastifyInstance, maxBytes: number): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    async ({ headers }: FastifyRequest, body: Buffer) => parseUpload(body, headers['content-type'] ?? ''),
  );
}

/** Fields by name, and all files as `files`; a field for a file without a file is left out. */
async function parseUpload(body: Buffer, type: string): Promise<Record<string, unknown>> {
  if (partsIn(body, type) > MOST_PARTS) throw new UploadError(say('imports.tooManyFiles'));
  const form = await readForm(body, type);
  const fields: Record<string, unknown> = Object.create(null);
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else if (value.size > 0) files.push({ name: value.name, bytes: await value.bytes() });
  }
  return { ...fields, files };
}

async function readForm(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': type },
    }).formData();
  } catch {
    throw new UploadError(say('errors.unreadable'));
  }
}

/** Counts the parts without making them, at most one more than there may be. */
function partsIn(body: Buffer, type: string): number {
  const [, quoted, bare] = /boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new UploadError(say('errors.unreadable'));
  let count = 0;
  for (let at = body.indexOf(`--${boundary}`); at >= 0 && count <= MOST_PARTS + 1; count += 1)
    at = body.indexOf(`--${boundary}`, at + 1);
  return count - 1; // the last one is the end
}
