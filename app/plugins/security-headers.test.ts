import { describe, expect, it } from 'vitest';
import { startApp } from '../testing/start-app.ts';
import { asset } from '../web/hashed-static-file-url.ts';

describe('every answer', () => {
  it.each([
    '/',
    '/sign-in',
    '/nowhere',
    '/health',
    '/api/visitors',
    '/static/app.css',
  ])('of %s tells browsers to trust nothing but this site', async (url) => {
    const { visitor } = await startApp();
    const { headers } = await visitor().get(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    for (const part of ["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('lets no script and no style stand in a page, and files of this site alone be either', async () => {
    const { visitor } = await startApp();
    const policy = String((await visitor().get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/nonce|sha\d/);
  });

  it('asks for https only where people come by https', async () => {
    const plain = await startApp();
    expect((await plain.visitor().get('/')).headers).not.toHaveProperty('strict-transport-security');
    const secure = await startApp({ https: true, publicOrigin: 'https://money.example.org' });
    const { headers } = await secure.visitor().get('/');
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  });

  it('is kept by nobody, but for what has its contents in its address', async () => {
    const { signedIn } = await startApp();
    const ada = await signedIn();
    expect((await ada.get('/')).headers['cache-control']).toBe('no-store');
    expect((await ada.get('/api/visitors')).headers['cache-control']).toBe('no-store');
    const sheet = await ada.get(asset('app.css'));
    expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(sheet.headers['set-cookie']).toBeUndefined();
  });
});

it.each([
  '/static/../app.ts',
  '/static/%2e%2e/app.ts',
  '/static/.hidden',
  '/static/',
])('serves no file at %s', async (url) => {
  const { visitor } = await startApp();
  expect([403, 404]).toContain((await visitor().get(url)).statusCode);
});
