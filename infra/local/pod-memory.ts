/**
 * Options of Node.js for a heap as in a pod of 512 MiB, of which it takes half by itself. On a machine with more memory it
 * would let hundreds of MiB of garbage lie before it collects any.
 */
export const POD_HEAP = ['--max-old-space-size=256', '--max-semi-space-size=4'] as const;
