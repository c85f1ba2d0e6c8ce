import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { hostOrAddress } from '../name-and-url-schemas.ts';
import { whole } from '../quantity-text-and-choice-schemas.ts';

/**
 * Ports of the nodes, for a lab: ways in besides `exposure` and `npm run open`. A port answers on the nodes that run a pod of
 * what is behind it, so that the fence sees who asks.
 */
export const nodePorts = group({
  /** Ranges of addresses that are let in, to all of them; everybody else is not. */
  from: v.optional(v.array(cidr(), 'must be a list of ranges, such as 192.168.1.0/24'), []),
  /** The app, beside its Ingress, Gateway or load balancer; over https with `exposure.backendTls`, by a certificate of the stack. */
  app: v.exactOptional(
    group({
      /** Name or address of a node, as people type it: forms are taken from there too. */
      host: hostOrAddress(),
      /** The port. */
      port: v.optional(nodePort(), 30080),
    }),
  ),
  /** Grafana, which asks for its password; such as 30030. */
  grafana: v.exactOptional(nodePort()),
  /** Prometheus, which asks for nothing; such as 30090. */
  prometheus: v.exactOptional(nodePort()),
  /** Jaeger, which asks for nothing; such as 30686. */
  jaeger: v.exactOptional(nodePort()),
  /** Argo CD, over https; such as 32012. */
  argoCd: v.exactOptional(nodePort()),
});

function nodePort() {
  return whole(30000, 32767);
}
