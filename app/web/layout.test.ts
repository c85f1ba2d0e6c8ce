import { describe, expect, it } from 'vitest';
import { page, type View } from './layout.ts';

const visitor: View = { title: 'Start', person: null, csrf: '', theme: 'system' };
const inside: View = {
  ...visitor,
  person: { name: 'Ada' },
  csrf: 'token',
  book: { id: 'b1', name: 'Our <house>', role: 'editor' },
};

describe('every page', () => {
  it('starts with a link past the navigation and has a language and a title', () => {
    const html = page(visitor, '<h1>Hello</h1>');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<title>Start · Finance</title>');
    expect(html).toMatch(/<body>\s*<a class="skip" href="#main">/);
    expect(html).toContain('<main id="main"');
  });

  it('has no script and no style of its own, so that the strict policy breaks nothing', () => {
    const html = page(inside, '');
    expect(html).not.toMatch(
      /<script(?! src="\/static\/live\.js\?v=\w+" defer><\/script>)|<style|\sstyle=|\son[a-z]+=/,
    );
  });

  it('names its files by their contents', () => {
    expect(page(visitor, '')).toMatch(/href="\/static\/app\.css\?v=[\da-f]{12}"/);
  });

  it('escapes what people typed', () => {
    const html = page({ ...inside, notice: '<b>saved</b>', person: { name: '<i>Ada</i>' } }, '');
    expect(html).not.toMatch(/<b>saved|<i>Ada|Our <house>/);
  });

  it.each([
    [{ version: '1.2.3', commit: 'a1b2c3d4'.repeat(5) }, 'Version 1.2.3 · a1b2c3d'],
    [{ version: '1.2.3', commit: `${'a1b2c3d4'.repeat(5)}-dirty` }, 'Version 1.2.3 · a1b2c3d-dirty'],
    [{ version: '<1>', commit: 'unknown' }, 'Version &#60;1&#62;'],
  ])('names the release %j at its foot', (build, text) => {
    expect(page({ ...visitor, build }, '')).toContain(`<footer class="foot">${text}</footer>`);
    expect(page(visitor, '')).not.toContain('footer');
  });

  it('shows a theme only where the person chose one', () => {
    expect(page({ ...inside, theme: 'dark' }, '')).toContain('<html lang="en" data-theme="dark">');
    expect(page(inside, '')).not.toContain('data-theme');
  });
});

describe('the navigation', () => {
  it('is for members of the book and tells where one is', () => {
    const html = page({ ...inside, active: 'accounts' }, '');
    expect(html).toContain('href="/books/b1/accounts" aria-current="page"');
    expect(html.match(/aria-current/g)).toHaveLength(1);
    expect(page(visitor, '')).not.toContain('aria-label="Book"');
  });

  it('does not offer a viewer to add', () => {
    const viewer = { ...inside, book: { id: 'b1', name: 'House', role: 'viewer' } };
    expect(page(inside, '')).toContain('/transactions/new');
    expect(page(viewer, '')).not.toContain('/transactions/new');
  });
});
