/** Somebody who is signed in, as a browser would be. */
export interface Household {
  readonly cookie: string;
  /** Id of the first book. */
  readonly book: string;
}

/** Signs a new person up over HTTP. */
export async function signUp(origin: string): Promise<Household> {
  const form = await fetch(`${origin}/sign-up`);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1];
  if (csrf === undefined) throw new Error('the sign-up page has no form');
  const response = await fetch(`${origin}/sign-up`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie: cookiesOf(form) },
    body: new URLSearchParams({
      _csrf: csrf,
      name: 'Ada',
      email: `ada.${Date.now()}@example.org`,
      password: 'four quiet words here',
      currency: 'EUR',
      timeZone: 'UTC',
    }),
  });
  const book = /^\/books\/([\da-f-]+)/.exec(response.headers.get('location') ?? '')?.[1];
  if (book === undefined) throw new Error(`signing up answered ${response.status}: ${await response.text()}`);
  return { cookie: cookiesOf(response), book };
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
