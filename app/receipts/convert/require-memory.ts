import { RefusedFileError } from './refused-file.ts';

/** Refuses a file that takes more memory than this container has left, which would end all of it. @throws RefusedFileError */
export function requireMemory(bytes: number): void {
  if (process.availableMemory() < bytes) throw new RefusedFileError('too hard');
}
