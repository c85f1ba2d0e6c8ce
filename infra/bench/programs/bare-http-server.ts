import { createServer } from 'node:http';

/** The smallest server that answers JSON: the baseline for every framework. */
createServer((_request, response) => {
  const body = JSON.stringify({ status: 'alive' });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
