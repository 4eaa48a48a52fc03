// IP addresses and CIDR ranges as NO_PROXY names them, without node:net, so that browsers can load it.

/** An address as its bytes in groups: 4 bytes of IPv4, or 8 words of IPv6. */
interface Address {
  readonly groups: readonly number[];
  readonly bitsPerGroup: 8 | 16;
}

/** A range such as `10.0.0.0/8` or `fe80::/10`; a bare address is a range of one. */
export interface IpRange {
  readonly network: Address;
  readonly prefix: number;
}

/** The range that `text` names, or `undefined` when it names none. Brackets around IPv6 are accepted. */
export function parseIpRange(text: string): IpRange | undefined {
  const [, host = "", prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const network = parseAddress(host);
  if (network === undefined) return undefined;
  const bits = network.groups.length * network.bitsPerGroup;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  return prefix <= bits ? { network, prefix } : undefined;
}

/** Whether the host of a URL (`10.1.2.3`, `[fe80::1]`) lies in the range. */
export function isInRange(hostname: string, { network, prefix }: IpRange): boolean {
  const address = parseAddress(hostname);
  if (address === undefined || address.bitsPerGroup !== network.bitsPerGroup) return false;
  const size = network.bitsPerGroup;
  return network.groups.every((group, index) => {
    const bits = Math.min(Math.max(prefix - index * size, 0), size);
    const mask = (2 ** size - 1) << (size - bits);
    return (group & mask) === ((address.groups[index] ?? 0) & mask);
  });
}

function parseAddress(host: string): Address | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) {
    const groups = host.split(".").map(Number);
    return groups.every((group) => group <= 255) ? { groups, bitsPerGroup: 8 } : undefined;
  }
  const text = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  // URL knows IPv6 in all its spellings and prints one: lower case, compressed, no dotted quad.
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]`)) return undefined;
  return { groups: wordsOf(new URL(`http://[${text}]`).hostname.slice(1, -1)), bitsPerGroup: 16 };
}

function wordsOf(canonical: string): number[] {
  const [head = "", tail] = canonical.split("::");
  const words = (part: string | undefined): number[] =>
    part ? part.split(":").map((word) => Number.parseInt(word, 16)) : [];
  const left = words(head);
  if (tail === undefined) return left;
  const right = words(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
