import type { DraftSummary } from '../../imports/draft-summary.ts';
import type { SimilarFate } from '../../imports/import-request-types.ts';
import type { DraftChoices } from '../../imports/keep-uploaded-files-and-choices.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

/** Renders one choice for all rows of a file that look similar, of which a page shows the first ones only. */
export function chooseForAllSimilar(
  { similar = 'skip' }: DraftChoices,
  { statements }: DraftSummary,
): Markup {
  const groups = statements.flatMap(({ preview, groups: { similar: own } }) => (preview.account ? own : []));
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (count < 2 && similar === 'skip') return '';
  const canReplace = groups.some(({ first }) => first.some(({ preview }) => preview.like?.canReplace));
  const words: Readonly<Record<SimilarFate, string>> = {
    replace: say('imports.replaceAllSimilar'),
    add: say('imports.addAllSimilar'),
    skip: say('imports.skipSimilar'),
  };
  const told: Readonly<Record<SimilarFate, string>> = {
    replace: say('imports.similarReplaced'),
    add: say('imports.similarAdded'),
    skip: say('imports.countSimilar', { count }),
  };
  const offered = (['replace', 'add', 'skip'] as const).filter(
    (fate) => fate !== similar && (fate !== 'replace' || canReplace),
  );
  const buttons = offered.map(
    (fate) => html`<button class="secondary" name="intent" value="similar-${fate}">${words[fate]}</button>`,
  );
  return html`<section class="card"><p>${told[similar]}</p><div class="buttons">!${buttons}</div></section>`;
}
