/**
 * Option of Node.js for a heap as in a pod of 512 MiB, of which it takes half by itself. On a machine with more memory it
 * would let hundreds of MiB of garbage lie before it collects any.
 */
export const POD_HEAP = '--max-heap-size=256';
