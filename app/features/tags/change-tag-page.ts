import { type Tag, tagColors } from '../../ledger/list-and-set-tags.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import type { UsedTag } from './store.ts';

export interface TagView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly tag: UsedTag;
  /** All tags of the book. */
  readonly tags: readonly Tag[];
  readonly values: { readonly name: string; readonly color: string };
  readonly problems?: Problems;
}

/** Renders the forms that rename, recolour, merge and delete a tag. */
export function tagPage(view: TagView): Markup {
  const { book, csrf, key, tag, values, problems = {} } = view;
  const path = `/books/${book}/tags`;
  return html`<div class="narrow"><h1>${say('tags.change', { name: tag.name })}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${path}/${tag.id}">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: values.name, hint: say('tags.renameHint'), problem: problems['name'] })}
!${colors(values.color)}
<div class="buttons"><button>${say('common.save')}</button><a href="${path}">${say('common.cancel')}</a></div>
</form>
!${mergeForm(view, path)}
<form class="aside" method="post" action="${path}/${tag.id}/delete">!${hiddenFields(csrf)}
<button class="danger">${say('tags.delete')}</button> <small>${say('tags.deleteHint', { count: tag.count })}</small></form></div>`;
}

function colors(chosen: string): Markup {
  const choices = Array.from({ length: tagColors }, (_, index) => `${index + 1}`).map((color) => {
    const checked = color === chosen ? ' checked' : '';
    return html`<label><input type="radio" name="color" value="${color}"!${checked}><i class="dot c!${color}"></i><span>${say(`tags.color${color as '1' | '2' | '3' | '4' | '5' | '6'}`)}</span></label>`;
  });
  return html`<fieldset class="radios" id="field-color" tabindex="-1"><legend>${say('tags.color')}</legend><div>!${choices}</div></fieldset>`;
}

function mergeForm({ csrf, tag, tags, problems = {} }: TagView, path: string): Markup {
  const others = tags.filter(({ id }) => id !== tag.id).map(({ id, name }) => ({ value: id, label: name }));
  if (others.length === 0) return '';
  return html`<form class="card aside-card" method="post" action="${path}/${tag.id}/merge">!${hiddenFields(csrf)}
!${select({ name: 'into', label: say('tags.mergeInto'), groups: [{ name: '', choices: [{ value: '', label: say('tags.chooseOther') }, ...others] }], hint: say('tags.mergeHint', { name: tag.name }), problem: problems['into'] })}
<div class="buttons"><button class="secondary">${say('tags.merge')}</button></div></form>`;
}
