import { isAddress, PORT } from './addresses.ts';
import { namesRegistry } from './image-name.ts';
import { text } from './values.ts';

/*
 * Settings that name something.
 */

/** A word that Kubernetes takes as the name of a namespace or a label (RFC 1123). */
export function dnsLabel() {
  return text('a DNS label: 1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends', (word) =>
    DNS_LABEL.test(word),
  );
}

/** A namespace of our own: it gets a quota and denies all traffic that is not named. */
export function namespaceName() {
  return text(
    'a DNS label that is neither default nor starts with kube-: 1 to 63 of a-z, 0-9 and -',
    (word) => DNS_LABEL.test(word) && word !== 'default' && !word.startsWith('kube-'),
  );
}

/** The name of most Kubernetes objects, such as a storage class or a Secret. */
export function objectName() {
  return text('the name of a Kubernetes object: a-z, 0-9, - and dots', isDnsName);
}

/** A name that people can type into a browser: no scheme, no port, no address. */
export function hostName() {
  return text('a DNS name in lower case without scheme or port, such as finance.example.com', isHostName);
}

/** A DNS name or an IPv4 address. */
export function hostOrAddress() {
  return text(
    'a DNS name in lower case or an IPv4 address, without scheme or port',
    (word) => isHostName(word) || isAddress(word),
  );
}

/** What Kubernetes calls a machine: it is the value of a label too. */
export function nodeName() {
  return text(
    'the name of a node: 1 to 63 of a-z, 0-9, - and dots',
    (word) => word.length <= 63 && isDnsName(word),
  );
}

/** What a Service of type LoadBalancer names its class. */
export function loadBalancerClass() {
  return text('the class of a load balancer, such as service.k8s.aws/nlb', isQualifiedName);
}

/** Who a mail is from. */
export function sender() {
  return text('an address such as finance@example.com, or Finance <finance@example.com>', (word) => {
    const address = /^[^<>@\r\n]+ <([^<>]+)>$/.exec(word)?.[1] ?? word;
    const host = /^[\w.+-]+@(.+)$/.exec(address)?.[1];
    return host !== undefined && isHostName(host.toLowerCase());
  });
}

/** An image that stays the same between two pulls, as far as a registry can promise it. */
export function image() {
  return text('an image pinned by a digest or by a tag other than latest, such as acme/web:1.4.2', (word) => {
    const tag = IMAGE.exec(word)?.groups;
    return tag !== undefined && (tag['digest'] !== undefined || (tag['tag'] ?? 'latest') !== 'latest');
  });
}

/** The part of an image's name that names its registry, with a path where there is one. */
export function registry() {
  return text(
    'a registry by its host, without scheme, such as mirror.example.com:5000/hub',
    (word) => REGISTRY.test(word) && namesRegistry(`${word}/any`),
  );
}

/** A folder of S3-compatible storage that is all ours. */
export function bucket() {
  return text('the name of a bucket: 3 to 63 of a-z, 0-9, - and dots', (word) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(word),
  );
}

export function region() {
  return text('a region such as eu-central-1', (word) => /^[a-z0-9-]+$/.test(word));
}

/** Where S3-compatible storage answers. */
export function storeEndpoint() {
  return text('an address such as https://s3.example.com', (word) => ENDPOINT.test(word));
}

/** The https or oci address of a Helm repository. */
export function chartRepository() {
  return text('the https or oci address of a Helm repository', (word) => REPOSITORY.test(word));
}

/** Whether Kubernetes takes a word as the name of a label or an annotation (IsQualifiedName). */
export function isQualifiedName(word: string): boolean {
  return QUALIFIED.test(word) && word.lastIndexOf('/') <= 253;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const ENDPOINT = new RegExp(`^https?://${LABEL}(?:\\.${LABEL})*(?::${PORT})?$`);
const REPOSITORY = new RegExp(`^(?:https|oci)://${LABEL}(?:\\.${LABEL})*(?::${PORT})?(?:/[\\w./-]*)?$`);
const PATH = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
/** Without a dot or a port it would be a path, but for capitals, which make every runtime take it for a host. */
const HOST =
  '(?=localhost[:/]|[^/]*[.:])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*';
const DOMAIN = `${HOST}(?::${PORT})?`;
const REGISTRY = new RegExp(`^${DOMAIN}(?:/${PATH})*$`);
const IMAGE = new RegExp(
  `^(?:${DOMAIN}/)?${PATH}(?:/${PATH})*(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);
const QUALIFIED = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*/)?[A-Za-z0-9](?:[\\w.-]{0,61}[A-Za-z0-9])?$`);

function isDnsName(word: string): boolean {
  return word.length <= 253 && DNS_NAME.test(word);
}

function isHostName(word: string): boolean {
  return isDnsName(word) && !/(?:^|\.)\d+$/.test(word); // a last label of digits makes it an address
}
