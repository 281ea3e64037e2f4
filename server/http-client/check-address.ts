import ipaddr from 'ipaddr.js';

/**
 * Cloud metadata services and their like. Refused even where private addresses are allowed, because what
 * they hand out are the credentials of the machine. `168.63.129.16` is in a public range: no range check finds it.
 */
const metadataNetworks = [
  '169.254.0.0/16', // AWS, Azure, Google, DigitalOcean, ... and every other link-local address
  '168.63.129.16/32', // Azure WireServer
  '100.100.100.200/32', // Alibaba
  '192.0.0.192/32', // Oracle
  'fd00:ec2::/32', // AWS: .254 metadata, .253 DNS, .123 time
  'fd20:ce::254/128', // Google
].map((network) => ipaddr.parseCIDR(network));

/** Only this block has been handed out for global unicast (RFC 4291, section 2.4; IANA registry). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why nothing may be sent to this address, or null when something may.
 * Anything that is not plainly a public unicast address is refused: an unknown range is not a public one.
 *
 * @param address An address as a resolver or a parsed URL gives it, without brackets.
 * @param allowPrivate True only for an origin the operator has named: then everything but metadata is fine.
 */
export function whyAddressIsBlocked(address: string, allowPrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return 'address_invalid';
  // `process` turns ::ffff:127.0.0.1 into 127.0.0.1, so that the rules of IPv4 apply to it.
  const ip = ipaddr.process(address);
  if (metadataNetworks.some(([network, bits]) => ip.kind() === network.kind() && ip.match(network, bits))) {
    return 'address_metadata';
  }
  if (allowPrivate) return null;
  if (ip.range() !== 'unicast') return `address_${ip.range()}`;
  if (ip.kind() === 'ipv6' && !ip.match(globalUnicast)) return 'address_unallocated';
  return null;
}
