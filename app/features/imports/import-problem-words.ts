import type { ImportProblem } from '../../imports/import-request-types.ts';
import { say } from '../../words/say.ts';

/** What keeps a statement from being imported, as a sentence. */
export function problemWords({ why, name = '' }: ImportProblem): string {
  switch (why) {
    case 'not ready':
      return say('imports.notReady');
    case 'no account':
      return name === '' ? say('imports.noAccount') : say('imports.noAccountFor', { name });
    case 'unknown account':
      return say('imports.unknownAccount');
    case 'closed account':
      return say('imports.closedAccount', { name });
    case 'currency':
      return say('imports.otherCurrency', { name });
    case 'split sum':
      return say('bankFiles.splitsDiffer');
    case 'too many parts':
      return say('imports.tooManyParts');
    case 'bad choice':
      return say('imports.badChoice');
  }
}
