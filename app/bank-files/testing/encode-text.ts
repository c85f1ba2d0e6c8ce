/** Encodes a text as a bank with old programs does; the platform only decodes, so its decoder is turned round. */
export function encodeText(text: string, encoding: string): Uint8Array {
  const table = tableOf(encoding);
  return Uint8Array.from(
    [...text].flatMap((letter) => {
      const bytes = table.get(letter);
      if (bytes === undefined) throw new Error(`${encoding} has no "${letter}"`);
      return bytes;
    }),
  );
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  const add = (bytes: readonly number[]) => {
    const letters = [...decoder.decode(Uint8Array.from(bytes))];
    const [letter] = letters;
    if (letters.length === 1 && letter !== undefined && letter !== '\ufffd' && !table.has(letter))
      table.set(letter, bytes);
  };
  for (let first = 0; first < 256; first += 1) add([first]);
  for (let first = 0x81; first < 0xff; first += 1) {
    for (let second = 0x40; second < 0xff; second += 1) add([first, second]);
  }
  tables.set(encoding, table);
  return table;
}
