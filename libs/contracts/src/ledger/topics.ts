import { defineTopic } from '../definition';

export const ledgerCommandV1Topic = defineTopic({
  name: 'ledger.command.v1',
  kind: 'command',
  owner: 'ledger',
  key: 'the process or aggregate that sends the command, whose row it holds locked',
  description: 'Requests to move or reserve money, from every service, through its own outbox.',
});

export const ledgerTransferV1Topic = defineTopic({
  name: 'ledger.transfer.v1',
  kind: 'event',
  owner: 'ledger',
  key: 'the transfer chain (the command id)',
  description: 'Posted and refused transfers, with the balances after.',
});

export const ledgerHoldV1Topic = defineTopic({
  name: 'ledger.hold.v1',
  kind: 'event',
  owner: 'ledger',
  key: 'the hold',
  description: 'The life of every hold, and the answers to commands about it.',
});
