/** Serializes to JSON so that a bigint comes back as a bigint and a Date as a Date; used for cached responses. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value ?? null, function (this: Record<string, unknown>, name, json) {
    const original = this[name]; // `json` has already been through toJSON, which turns a Date into a string
    if (typeof original === 'bigint') return { $bigint: original.toString() };
    if (original instanceof Date) return { $date: original.getTime() };
    return json;
  });
}

export function fromExactJson<T>(text: string): T {
  return JSON.parse(text, (_name, value) => {
    if (typeof value?.$bigint === 'string') return BigInt(value.$bigint);
    if (typeof value?.$date === 'number') return new Date(value.$date);
    return value;
  });
}
