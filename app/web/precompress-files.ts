import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Writes compressed copies of every file in a folder. Runs while the image is built. */
export function compressFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => !/\.(?:br|gz)$/.test(file))) {
    const contents = readFileSync(`${folder}/${name}`);
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${folder}/${name}.br`, brotliCompressSync(contents, { params: quality }));
    writeFileSync(`${folder}/${name}.gz`, gzipSync(contents, { level: constants.Z_BEST_COMPRESSION }));
  }
}

if (import.meta.main) compressFiles(fileURLToPath(new URL('static', import.meta.url)));
