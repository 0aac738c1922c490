import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requireGateway } from './require-gateway';

it('takes any answer, and names in one sentence an address where nobody answers', async () => {
  const server = createServer((_, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(requireGateway(url)).resolves.toBeUndefined();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(requireGateway(url)).rejects.toThrow(
    `Nothing answers at ${url}: start Outcry first (npm start).`,
  );
});
