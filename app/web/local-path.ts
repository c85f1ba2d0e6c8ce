/** Length limit in characters, above any URL of this site; a URL that contains such a path still fits a browser's limit. */
const LONGEST = 4000;

/** Path within this site, or `/` for anything else: a link must not redirect people to another site. */
export function localPath(next: string | undefined): string {
  const here = 'http://here.invalid';
  if (!next?.startsWith('/') || !URL.canParse(next, here)) return '/';
  const url = new URL(next, here);
  // `/.//evil.example` normalises to `//evil.example`, which a browser takes for another host.
  const leadsAway = url.origin !== here || url.pathname.startsWith('//');
  const path = `${url.pathname}${url.search}`;
  return leadsAway || path.length > LONGEST ? '/' : path;
}
