import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:tls';

/** Certificate of a server and its private key, as PEM files. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Creates a listener that hands decrypted connections to an HTTP server, which answers them as its own: with the same
 * limits, and closed with it.
 *
 * Files are read once, since pods are replaced when their contents change.
 *
 * @throws Error that names the variables, when the files are no certificate and its key
 */
export async function encryptedListener(
  server: HttpServer,
  { certFile, keyFile }: CertificateFiles,
): Promise<{ readonly listener: Server; readonly certificate: X509Certificate }> {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  const listener = listenerWith({ cert, key });
  listener.on('secureConnection', (socket) => server.emit('connection', socket));
  listener.on('tlsClientError', (_error, socket) => socket.destroy());
  return { listener, certificate: new X509Certificate(cert) };
}

function listenerWith(pair: { readonly cert: Buffer; readonly key: Buffer }): Server {
  try {
    return createServer({ ...pair, ALPNProtocols: ['http/1.1'], handshakeTimeout: 10_000, noDelay: true });
  } catch (error) {
    throw new Error(
      `TLS_CERT_FILE and TLS_KEY_FILE are no certificate and its key: ${(error as Error).message}`,
    );
  }
}
