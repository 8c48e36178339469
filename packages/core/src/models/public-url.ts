/** Names that lead to this machine or this network, whoever asks. */
const PRIVATE_NAME = /^localhost$|\.(localhost|local|internal|lan|home\.arpa|test|invalid)$|^[^.:[\]]+$/i;

/** First parts of IPv4 addresses that are not on the public internet (RFC 6890). */
const PRIVATE_IPV4 =
  /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^192\.0\.0\.|^198\.1[89]\.|^(22[4-9]|2[3-5]\d)\./;

/** The same for IPv6: loopback and unspecified, unique local, link local, multicast. */
const PRIVATE_IPV6 = /^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*|ff[0-9a-f]{2}:.*)\]$/i;

/**
 * Whether a link can be reached from anywhere, as far as its host alone tells; nothing is looked up.
 *
 * @param url - an absolute http or https URL.
 */
export function isPublicUrl(url: string): boolean {
  const host = URL.parse(url)?.hostname.replace(/\.$/, "");
  if (host === undefined || host === "") return false;
  if (host.startsWith("[")) return !PRIVATE_IPV6.test(host);
  // The URL parser has already brought every spelling of an IPv4 address into this form.
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !PRIVATE_IPV4.test(host);
  return !PRIVATE_NAME.test(host);
}
