import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusyError, type Room } from './derivation-queue.ts';

/**
 * A hook that lets no more requests in than there is room for derivations. Whoever would be refused at the queue is refused
 * before anything is read or asked for: two hundred at once would otherwise keep everybody else waiting until then.
 */
export function admission({ places, waiting }: Room) {
  let inside = 0;
  return async function admit(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (inside >= places + waiting) throw new BusyError();
    inside += 1;
    let isOut = false;
    const leave = () => {
      if (!isOut) inside -= 1;
      isOut = true;
    };
    reply.raw.once('finish', leave).once('close', leave); // whichever comes: a client may leave before its answer
  };
}
