import { fileTypeFromBuffer } from 'file-type';
import { RefusedFileError } from './refused-file.ts';

/** Formats of receipts. */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'pdf';

/** Recognises a file by its first bytes; its name and what a browser calls it do not count. @throws RefusedFileError */
export async function recogniseFile(bytes: Uint8Array): Promise<FileKind> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const kind = found && KINDS[found.mime];
  if (kind === undefined) throw new RefusedFileError('unknown');
  return kind;
}

const KINDS: Readonly<Record<string, FileKind>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'application/pdf': 'pdf',
};
