import type { Page } from 'playwright-core';

/** Rules of HTML (the Living Standard) that a page breaks, which a browser forgives and a validator does not. */
export function markupFaults(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ids = all('[id]').map(({ id }) => id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    const lists = all('select[required]:not([multiple])').filter(({ options }) => options[0]?.value !== '' || options[0].parentElement.tagName !== 'SELECT');
    const references = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'list', 'popovertarget'];
    const nothing = references.flatMap((name) => all('[' + name + ']').flatMap((one) =>
      one.getAttribute(name).split(' ').filter((id) => !document.getElementById(id)).map((id) => name + ' names nothing: ' + id)));
    const inside = all('ul > :not(li, script, template), ol > :not(li), dl > :not(dt, dd, div), tr > :not(td, th), p :is(p, div, ul, form, table)');
    const nested = all(':is(a, button, summary) :is(a, button, input, select), form form');
    return [
      ...twice.map((id) => id + ': two elements have this id'),
      ...lists.map(({ name }) => 'a required list begins without an empty choice: ' + (name || undefined)),
      ...nothing,
      ...inside.map((one) => '<' + one.localName + '> stands in <' + one.parentElement.localName + '>'),
      ...nested.map((one) => '<' + one.localName + '> stands in what is pressed, or a form in a form'),
      ...all('img:not([alt])').map(() => 'an image without alt'),
      ...(all('h1').length === 1 ? [] : ['headings: none of the first level, or several']),
    ];
  })()`);
}
