import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { hostOrAddress, sender } from '../name-and-url-schemas.ts';
import { whole } from '../quantity-text-and-choice-schemas.ts';

/** SMTP server for alerts; the app itself sends no mail. */
export const mail = group({
  /** Host name or address of the SMTP server. */
  host: hostOrAddress(),
  /** Port of the SMTP server. */
  port: v.optional(whole(1, 65535), 587),
  /** Address range of the server. Absent: any public address, no private one. */
  network: v.exactOptional(cidr()),
  /** The sender of each mail. */
  from: sender(),
});
