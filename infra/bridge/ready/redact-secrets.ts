/** Removes secret values from a text, also URL-encoded and base64-encoded ones. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((one, other) => other.length - one.length);
  return (text) => forms.reduce((all, secret) => all.replaceAll(secret, '(secret)'), text);
}

/** Minimum length: shorter values would redact words that happen to contain them, and could be guessed anyway. */
const SHORTEST = 4;
