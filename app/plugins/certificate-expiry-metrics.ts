import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Gauge, type Registry } from 'prom-client';

/**
 * Notes the certificate of a server: our own, or the one on the other end of a connection, once that is encrypted; none in
 * clear text.
 */
export type NoteCertificate = (server: string, shown: X509Certificate | Socket) => void;

/** Exports when the certificates end that servers showed last. */
export function serverCertificates(registry: Registry): NoteCertificate {
  const ends = new Gauge({
    name: 'app_server_certificate_expiry_timestamp_seconds',
    help: 'End of the certificate that a server showed last, in seconds since 1970',
    labelNames: ['server'],
    registers: [registry],
  });
  return (server, shown) => {
    const noteEnd = (end: string | undefined) => {
      if (end !== undefined) ends.set({ server }, Date.parse(end) / 1000);
      return end !== undefined;
    };
    if (shown instanceof X509Certificate) noteEnd(shown.validTo);
    if (!(shown instanceof TLSSocket)) return;
    const notePeer = () => noteEnd((shown.getPeerCertificate() as { readonly valid_to?: string }).valid_to);
    if (!notePeer()) shown.once('secureConnect', notePeer);
  };
}
