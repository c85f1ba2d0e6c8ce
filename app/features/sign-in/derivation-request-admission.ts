import { setImmediate } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusyError, type Room } from './derivation-queue.ts';

/**
 * Turns of the event loop for each request of the route. In each turn Node accepts one connection, so with a request in
 * every turn, whose refusal takes milliseconds too, a probe would wait for all those before it.
 */
const TURNS_FOR_OTHERS = 8;

/**
 * Hooks of a route that admit no more requests than the queue has room for, one after the other. A request that the queue
 * would refuse is refused before anything is read or queried: two hundred at once would otherwise delay everybody else
 * until then. A place is taken once the body has arrived, since a client that sends only the head could hold it as long as
 * it likes.
 */
export function derivationAdmission({ places, waiting }: Room) {
  let inside = 0;
  let lastTurn = Promise.resolve();
  async function turnsLater(): Promise<void> {
    for (let turn = 0; turn < TURNS_FOR_OTHERS; turn += 1) await setImmediate();
  }
  function ownTurn(): Promise<void> {
    lastTurn = lastTurn.then(turnsLater);
    return lastTurn;
  }
  function requirePlace(): void {
    if (inside >= places + waiting) throw new BusyError();
  }
  return {
    async onRequest(): Promise<void> {
      await ownTurn();
      requirePlace();
    },
    async preValidation(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
      requirePlace();
      if (reply.raw.closed) throw new BusyError(); // the client has left, and would never release the place
      inside += 1;
      let isOut = false;
      const leave = () => {
        if (!isOut) inside -= 1;
        isOut = true;
      };
      reply.raw.once('finish', leave).once('close', leave); // whichever comes first: a client may leave before its response
    },
  };
}
