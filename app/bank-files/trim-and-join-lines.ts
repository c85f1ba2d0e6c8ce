/** Text of a field: without white space around it, and on one line. All else is the bank's and stays. */
export function fieldText(text: string): string {
  return text.trim().replaceAll(/\r\n|[\r\n]/g, ' ');
}
