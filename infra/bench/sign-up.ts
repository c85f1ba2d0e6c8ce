/** Session of a person who is signed in, as a browser has it. */
export interface Household {
  readonly cookie: string;
  /** Id of the first book. */
  readonly book: string;
}

/** Token and cookie of a form that was opened and not sent yet. */
export interface BlankForm {
  readonly csrf: string;
  readonly cookie: string;
}

/** Signs a new person up over HTTP. */
export async function signUp(origin: string): Promise<Household> {
  const { csrf, cookie } = await blankForm(`${origin}/sign-up`);
  const response = await fetch(`${origin}/sign-up`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie },
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
  return { cookie: `${cookie}; ${cookiesOf(response)}`, book }; // the first is the secret of form tokens
}

/** Opens the page of a form as a new visitor, without cookies. */
export async function blankForm(url: string): Promise<BlankForm> {
  const page = await fetch(url);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1];
  if (csrf === undefined) throw new Error(`${url} has no form`);
  return { csrf, cookie: cookiesOf(page) };
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
