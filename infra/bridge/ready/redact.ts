/** Takes secret values out of a text, also where they stand as a URL or a Secret writes them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((one, other) => other.length - one.length);
  return (text) => forms.reduce((all, secret) => all.replaceAll(secret, '(secret)'), text);
}

/** What is shorter would blacken words that happen to hold it, and hides nothing that could not be guessed. */
const SHORTEST = 4;
