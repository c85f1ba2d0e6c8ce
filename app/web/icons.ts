import { html, type Markup } from './html.ts';

/** Line icons on a 24 × 24 grid; they always stand next to a text, so they are hidden from screen readers. */
const drawings = {
  overview: '<path d="M4 13.5 12 5l8 8.5"/><path d="M6.5 11.5V19h11v-7.5"/>',
  transactions: '<path d="M8 6h12M8 12h12M8 18h12"/><path d="M4 6h.01M4 12h.01M4 18h.01"/>',
  accounts: '<rect x="3.5" y="6" width="17" height="12.5" rx="2.5"/><path d="M3.5 10.5h17M7 15h3"/>',
  categories: '<path d="M4 5.5h6.2l9.3 9.3-5.7 5.7L4.5 11.2z"/><path d="M8.2 9.2h.01"/>',
  add: '<path d="M12 5v14M5 12h14"/>',
  spent: '<path d="M12 5v14M6 13l6 6 6-6"/>',
  received: '<path d="M12 19V5M6 11l6-6 6 6"/>',
  moved: '<path d="M4 8.5h15M15 4.5l4 4-4 4M20 15.5H5M9 11.5l-4 4 4 4"/>',
  opening: '<path d="M6 20V4h11l-2.5 4L17 12H6"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  import: '<path d="M12 4v10.5M7.5 10.5 12 15l4.5-4.5"/><path d="M4.5 15.5V19h15v-3.5"/>',
  person: '<circle cx="12" cy="8.5" r="3.8"/><path d="M4.5 20c.9-3.8 3.9-5.6 7.5-5.6s6.6 1.8 7.5 5.6"/>',
  calendar:
    '<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
  receipt: '<path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2z"/><path d="M9 8.5h6M9 12.5h6"/>',
  camera: '<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.2"/>',
  back: '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
  forward: '<path d="M9.5 5.5 16 12l-6.5 6.5"/>',
} as const;

export type IconName = keyof typeof drawings;

/** Icons that point to where text runs, or back. */
const pointing: readonly IconName[] = ['back', 'forward'];

export function icon(name: IconName): Markup {
  return html`<svg class="icon!${pointing.includes(name) ? ' pointing' : ''}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">!${drawings[name]}</svg>`;
}
