import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { Problem } from '../../command/problem.ts';
import { type ArchiveEntry, entriesOf, MANIFEST, type Manifest, parseManifest } from './manifest.ts';

/** Gets an entry, of which it reads all content or none; what it does not read is proven all the same. */
export type Take = (entry: ArchiveEntry, content: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads an archive to its last byte, and proves each entry by its size and SHA-256. The content of an entry ends with the
 * error where it is not what the manifest says, so that nobody takes it for whole.
 *
 * @throws Problem when it is damaged, cut off or no archive, or the reason of `stop`
 */
export async function readArchive(
  file: string,
  stop: AbortSignal,
  take: Take = async () => {},
): Promise<Manifest> {
  const tar = extract();
  // Without a handler, an error before somebody waits for it would end the process.
  const reading = pipeline(createReadStream(file), createGunzip(), tar as unknown as NodeJS.WritableStream, {
    signal: stop,
  });
  reading.catch(() => {});
  try {
    const manifest = await readEntries(tar, take);
    await reading;
    return manifest;
  } catch (error) {
    tar.destroy();
    const cause = await reading.then(
      () => error,
      (failed) => (error instanceof Problem || isCut(failed) ? error : failed),
    );
    stop.throwIfAborted();
    throw isDamage(cause) ? damaged(file) : cause;
  }
}

async function readEntries(tar: ReturnType<typeof extract>, take: Take): Promise<Manifest> {
  let manifest: Manifest | undefined;
  let expected: readonly ArchiveEntry[] = [];
  let count = 0;
  for await (const source of tar) {
    const content = source as AsyncIterable<Uint8Array>;
    if (manifest === undefined) {
      if (source.header.name !== MANIFEST) throw new DamageError();
      manifest = parseManifest(await textOf(content));
      if (manifest === undefined) throw new DamageError();
      expected = entriesOf(manifest);
      continue;
    }
    const entry = expected[count++];
    if (entry === undefined || entry.name !== source.header.name) throw new DamageError();
    const bytes = proven(content, entry);
    await take(entry, bytes);
    for await (const _ of bytes); // reads on to the end, where it is proven
  }
  if (manifest === undefined || count !== expected.length) throw new DamageError();
  return manifest;
}

/** The entry of an archive is not what its manifest says. */
class DamageError extends Error {}

async function* proven(content: AsyncIterable<Uint8Array>, { bytes, sha256 }: ArchiveEntry) {
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    length += chunk.length;
    if (length > bytes) throw new DamageError();
    yield chunk;
  }
  if (length !== bytes || hash.digest('hex') !== sha256) throw new DamageError();
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** True for the error of a stream that ended because another one had failed. */
function isCut(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** True for what zlib and the reader of tar say of bytes that are not as they were written. */
function isDamage(error: unknown): boolean {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const isOfTar = /^(?:Invalid (?:tar )?header|Unexpected end of data|Header exceeds)/.test(message);
  return error instanceof DamageError || code.startsWith('Z_') || isOfTar;
}

function damaged(file: string): Problem {
  return new Problem(`${file} is damaged, cut off or no archive of this app`);
}
