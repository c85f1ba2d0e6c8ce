/**
 * Options of Node.js for a heap as in a pod of 512 MiB, of which it takes half by itself. On a machine with more memory it
 * would let hundreds of MiB of garbage lie before it collects any.
 */
export const POD_HEAP = ['--max-old-space-size=256', '--max-semi-space-size=4'] as const;

/**
 * Variables of glibc's malloc as in the image (`app/Dockerfile`): what an upload or a large list took for a moment goes back
 * to the system, in place of 60 MiB that stay. Other libraries ignore them. Source: mallopt(3).
 */
export const POD_MALLOC = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '1048576',
} as const;
