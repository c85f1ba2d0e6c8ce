/** Subnet ranges of a network: large equal ones for nodes and pods in each zone, and small public ones. */
export interface Subnets {
  readonly private: readonly string[];
  readonly public: readonly string[];
}

/**
 * Divides a range into quarters: one private subnet for each of three zones, and in the last quarter a sixteenth of it for
 * each public subnet.
 *
 * @param cidr for example `10.64.0.0/16`, from 16 to 20 bits
 */
export function subnetsOf(cidr: string): Subnets {
  const [address = '', bits = ''] = cidr.split('/');
  const start = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(bits));
  const range = (offset: number, more: number) => `${dotted(start + offset)}/${Number(bits) + more}`;
  return {
    private: [0, 1, 2].map((zone) => range((zone * size) / 4, 2)),
    public: [0, 1, 2].map((zone) => range((3 * size) / 4 + (zone * size) / 64, 6)),
  };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
