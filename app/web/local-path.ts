/** A path of this site, and `/` for anything else: an address in a link must not lead people away. */
export function localPath(next: string | undefined): string {
  const here = 'http://here.invalid';
  if (!next?.startsWith('/') || !URL.canParse(next, here)) return '/';
  const url = new URL(next, here);
  // Of `/.//evil.example` only `//evil.example` is left, which a browser takes for another host.
  const leadsAway = url.origin !== here || url.pathname.startsWith('//');
  return leadsAway ? '/' : `${url.pathname}${url.search}`;
}
