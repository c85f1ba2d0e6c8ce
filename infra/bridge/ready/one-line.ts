/** Collapses a message into one line of at most 500 characters. */
export function oneLine(text = ''): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

const LONGEST = 500;
