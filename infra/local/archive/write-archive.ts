import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { Problem } from '../../command/problem.ts';

/** A file within an archive. */
export interface Content {
  readonly name: string;
  /** Bytes of it, known before the first of them. */
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Writes an archive (tar, gzip) that only its owner may read. The file has its name once all of it is on the disk and
 * `prove` has read it; until then it ends in `.unfinished`, and after an error it is gone.
 *
 * @throws Problem when the disk is full, or the reason of `stop`
 */
export async function writeArchive(
  file: string,
  contents: AsyncIterable<Content>,
  prove: (unfinished: string) => Promise<unknown>,
  stop: AbortSignal,
): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await rm(unfinished, { force: true }); // of a run that was killed
  try {
    const out = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(tarOf(contents), createGzip(), out, { signal: stop });
    await prove(unfinished);
    stop.throwIfAborted();
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    stop.throwIfAborted(); // its reason, not the error of a stream that was cut
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new Problem(`the disk of ${file} is full: nothing was kept there`);
  }
  await syncFolder(dirname(file));
}

async function* tarOf(contents: AsyncIterable<Content>): AsyncIterable<Uint8Array> {
  const tar = pack();
  const filling = fill(tar, contents).catch((error) => tar.destroy(error));
  try {
    yield* tar as AsyncIterable<Uint8Array>;
  } finally {
    tar.destroy();
    await filling;
  }
}

async function fill(tar: Pack, contents: AsyncIterable<Content>): Promise<void> {
  for await (const { name, bytes, content } of contents)
    await pipeline(
      content,
      tar.entry({ name, size: bytes, mode: 0o600 }) as unknown as NodeJS.WritableStream,
    );
  tar.finalize();
}

/** Puts the names of a folder on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
