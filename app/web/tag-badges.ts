import type { Tag } from '../ledger/list-and-set-tags.ts';
import { html, type Markup } from './html.ts';

/** Renders a tag: its colour beside its name. */
export function tagBadge({ name, color }: Tag): Markup {
  return html`<span class="badge tag"><i class="dot c!${color}"></i>${name}</span>`;
}

export function tagBadges(tags: readonly Tag[]): Markup {
  return tags.map((tag) => html` !${tagBadge(tag)}`).join('');
}
