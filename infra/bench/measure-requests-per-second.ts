import autocannon from 'autocannon';

/**
 * Requests per second that a server answers, over 16 keep-alive connections from this process, during 2 seconds.
 *
 * @throws Error when any answer is not 2xx, since the rate of errors is no figure
 */
export async function requestsPerSecond(url: string, cookie?: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: 16,
    duration: 2,
    ...(cookie === undefined ? {} : { headers: { cookie } }),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers that are not 2xx, ${result.errors} errors`);
  }
  return result.requests.average;
}
