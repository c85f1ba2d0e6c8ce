import { isAddress, PORT } from './ipv4-address-and-range-schemas.ts';
import { namesRegistry } from './parse-image-name.ts';
import { text } from './quantity-text-and-choice-schemas.ts';

/* Schemas of names and addresses. */

/** Schema of a DNS label (RFC 1123), such as the name of a namespace. */
export function dnsLabel() {
  return text('a DNS label: 1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends', (word) =>
    DNS_LABEL.test(word),
  );
}

/** Schema of a namespace of our own, which gets a quota and denies all other traffic. */
export function namespaceName() {
  return text(
    'a DNS label that is neither default nor starts with kube-: 1 to 63 of a-z, 0-9 and -',
    (word) => DNS_LABEL.test(word) && word !== 'default' && !word.startsWith('kube-'),
  );
}

/** Schema of the name of most Kubernetes objects, such as a storage class or a Secret. */
export function objectName() {
  return text('the name of a Kubernetes object: a-z, 0-9, - and dots', isDnsName);
}

/** Schema of a DNS name for a browser: no scheme, no port, no address. */
export function hostName() {
  return text('a DNS name in lower case without scheme or port, such as finance.example.com', isHostName);
}

/** Schema of a DNS name or an IPv4 address. */
export function hostOrAddress() {
  return text(
    'a DNS name in lower case or an IPv4 address, without scheme or port',
    (word) => isHostName(word) || isAddress(word),
  );
}

/** Schema of a node's name, which is also the value of a label. */
export function nodeName() {
  return text(
    'the name of a node: 1 to 63 of a-z, 0-9, - and dots',
    (word) => word.length <= 63 && isDnsName(word),
  );
}

/** Schema of the class of a Service of type LoadBalancer. */
export function loadBalancerClass() {
  return text('the class of a load balancer, such as service.k8s.aws/nlb', isQualifiedName);
}

/** Schema of a mail address, with a display name or without. */
export function sender() {
  return text('an address such as finance@example.com, or Finance <finance@example.com>', (word) => {
    const address = /^[^<>@\r\n]+ <([^<>]+)>$/.exec(word)?.[1] ?? word;
    const host = /^[\w.+-]+@(.+)$/.exec(address)?.[1];
    return host !== undefined && isHostName(host.toLowerCase());
  });
}

/**
 * Schema of an image pinned by tag or digest, so that it stays the same between two pulls, as far as a registry can promise
 * it.
 */
export function image() {
  return text('an image pinned by a digest or by a tag other than latest, such as acme/web:1.4.2', (word) => {
    const tag = IMAGE.exec(word)?.groups;
    return tag !== undefined && (tag['digest'] !== undefined || (tag['tag'] ?? 'latest') !== 'latest');
  });
}

/** Schema of the registry in an image's name, with a path or without. */
export function registry() {
  return text(
    'a registry by its host, without scheme, such as mirror.example.com:5000/hub',
    (word) => REGISTRY.test(word) && namesRegistry(`${word}/any`),
  );
}

/** Schema of the name of an S3-compatible bucket. */
export function bucket() {
  return text('the name of a bucket: 3 to 63 of a-z, 0-9, - and dots', (word) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(word),
  );
}

export function region() {
  return text('a region such as eu-central-1', (word) => /^[a-z0-9-]+$/.test(word));
}

/** Schema of the endpoint of an S3-compatible store. */
export function storeEndpoint() {
  return text('an address such as https://s3.example.com', (word) => ENDPOINT.test(word) && hasHost(word));
}

/** Schema of the https or oci address of a Helm repository. */
export function chartRepository() {
  return text(
    'the https or oci address of a Helm repository',
    (word) => REPOSITORY.test(word) && hasHost(word),
  );
}

/** Schema of the address of a Git repository, over HTTPS or SSH. */
export function gitRepository() {
  return text(
    'the address of a Git repository without a user or password, such as https://git.example.com/finance.git',
    (word) => GIT.test(word) && hasHost(word),
  );
}

/** Schema of certificates of authorities, one after another. */
export function certificatesInPem() {
  return text('certificates in PEM form, without a private key', (word) =>
    /^(?:-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/.test(word),
  );
}

/** Schema of an https address, with a path or without; never with a user, a password, a query or a fragment. */
export function webAddress(what: string) {
  return text(what, isWebAddress);
}

export function isWebAddress(word: string): boolean {
  return WEB.test(word) && hasHost(word);
}

/** True where the host of an address is a name or an IPv4 address, as those who parse it by the URL standard take it. */
function hasHost(address: string): boolean {
  const isScp = address.startsWith('git@'); // git@host:path, as ssh writes it
  const [, host = ''] = (isScp ? /^git@([^:]+)/ : /^\w+:\/\/(?:git@)?([^:/]+)/).exec(address) ?? [];
  return (isHostName(host) || isAddress(host)) && (isScp || URL.canParse(address));
}

/** True for a valid name of a label or an annotation in Kubernetes (IsQualifiedName). */
export function isQualifiedName(word: string): boolean {
  return QUALIFIED.test(word) && word.lastIndexOf('/') <= 253;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const NAME = `${LABEL}(?:\\.${LABEL})*`;
const AUTHORITY = `${NAME}(?::${PORT})?`;
const ENDPOINT = new RegExp(`^https?://${AUTHORITY}$`);
const REPOSITORY = new RegExp(`^(?:https|oci)://${AUTHORITY}(?:/[\\w./-]*)?$`);
const WEB = new RegExp(`^https://${AUTHORITY}(?:/[^\\s?#'"]*)?$`);
const GIT = new RegExp(`^(?:https://${AUTHORITY}/|ssh://git@${AUTHORITY}/|git@${NAME}:)[^\\s@?#]+$`);
const PATH = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
/**
 * Registry host: a name without a dot or a port would be a path; capitals are allowed, as every runtime takes them for a
 * host.
 */
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
