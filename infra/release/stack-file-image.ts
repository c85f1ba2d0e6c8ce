import { parseDocument, type Scalar } from 'yaml';
import { Problem } from '../command/problem.ts';

const PATH = ['config', 'finance-platform:web', 'image'];

/** Returns the image of the app in the text of a stack file. @throws Problem when there is none */
export function imageIn(text: string, file: string): string {
  return String(scalarIn(text, file).value);
}

/** Returns the text of a stack file with another image of the app; everything else stays as people wrote it. */
export function withImageIn(text: string, image: string, file: string): string {
  const [start, end] = scalarIn(text, file).range ?? [0, 0];
  return text.slice(0, start) + image + text.slice(end);
}

function scalarIn(text: string, file: string): Scalar {
  const found = parseDocument(text).getIn(PATH, true) as Scalar | undefined;
  if (!found?.range) throw new Problem(`${file}: has no web.image to replace`);
  return found;
}
