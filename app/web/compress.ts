import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Writes every file of a folder once more for browsers that take it smaller. Run while the image is made. */
export function compressFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => !/\.(?:br|gz)$/.test(file))) {
    const contents = readFileSync(`${folder}/${name}`);
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${folder}/${name}.br`, brotliCompressSync(contents, { params: quality }));
    writeFileSync(`${folder}/${name}.gz`, gzipSync(contents, { level: constants.Z_BEST_COMPRESSION }));
  }
}

if (import.meta.main) compressFiles(fileURLToPath(new URL('static', import.meta.url)));
