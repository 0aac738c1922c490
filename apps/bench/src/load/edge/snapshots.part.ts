import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParts } from '../../stage/part';

/** A service behind the gateway that answers at once: any auction, before its first event. */
const server = createServer((request, response) => {
  const auctionId = request.url?.split('/').at(-1) ?? '';
  const view = { auctionId, sequence: 0, auction: { status: 'open' }, lot: { title: 'A clock' } };
  const body = JSON.stringify(view);
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  response.writeHead(200, headers).end(body);
});

serveParts({
  start: async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
});
