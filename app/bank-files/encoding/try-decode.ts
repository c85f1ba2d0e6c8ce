/** Decodes strictly; undefined when the bytes are no text in that encoding. */
export function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // Its tones stand by themselves behind their vowels.
    return encoding === 'windows-1258' ? text.normalize('NFC') : text;
  } catch {
    return undefined;
  }
}

/** True for control characters that no text has: the sign of a wrong encoding, or of no text at all. */
export function hasControls(text: string): boolean {
  return (text.match(/[\p{Cc}\ufffd]/gu) ?? []).some((control) => !ALLOWED.has(control));
}

/** White space, the separators of ASCII, and the end of file of DOS. */
const ALLOWED = new Set('\t\n\v\f\r\x01\x1a\x1c\x1d\x1e\x1f');
