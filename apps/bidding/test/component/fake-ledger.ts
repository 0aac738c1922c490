import { ledger, toWireMoney, type MessageDefinition } from '@outcry/contracts';
import type { OutgoingRecord, Producer, Subscription, Transport } from '@outcry/messaging';
import { randomUUID } from 'node:crypto';

type Command = {
  readonly commandId: string;
  readonly holdId?: string;
  readonly amount?: { readonly amount: string; readonly asset: string } | null;
  readonly creditAccount?: string;
  readonly captureCommandId?: string;
  readonly transfers?: readonly {
    readonly debitAccount: string;
    readonly creditAccount: string;
    readonly amount: { readonly amount: string; readonly asset: string };
    readonly code: string;
  }[];
  readonly account?: string;
  readonly reference: { readonly type: string; readonly id: string };
};

export type LedgerCommandSeen = { readonly type: string; readonly data: Command };

type Answer = { readonly definition: MessageDefinition; readonly data: object };

/** How the ledger treats a command: answers it, refuses it, or is silent. */
export type Treatment = 'answer' | 'refuse' | 'silence';

export type FakeLedger = {
  readonly commands: LedgerCommandSeen[];
  /** Balances by account, moved by captures and transfers. */
  readonly balances: Map<string, bigint>;
  /** Chooses a treatment; answers everything until told otherwise. */
  treat: (command: LedgerCommandSeen) => Treatment;
  /** How often every answer is published. */
  copies: number;
  /** Answers a command now, as the treatment says. */
  readonly answerNow: (command: LedgerCommandSeen, treatment: Treatment) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const occurredAt = '2026-01-01T00:00:00.000Z';
const balanceAfter = { account: 'wallet:x', asset: 'USD/2', posted: '0', available: '0' };

const refusals: Readonly<Record<string, MessageDefinition>> = {
  'ledger.place-hold.v1': ledger.holdRefusedV1,
  'ledger.increase-hold.v1': ledger.holdIncreaseRefusedV1,
  'ledger.capture-hold.v1': ledger.captureRefusedV1,
  'ledger.release-hold.v1': ledger.releaseRefusedV1,
  'ledger.post-transfers.v1': ledger.transfersRefusedV1,
};

type Book = {
  readonly holds: Map<string, bigint>;
  readonly captured: Map<string, bigint>;
  readonly balances: Map<string, bigint>;
};

const move = (book: Book, account: string, by: bigint): void => {
  book.balances.set(account, (book.balances.get(account) ?? 0n) + by);
};

const answerTo = ({ type, data }: LedgerCommandSeen, book: Book): Answer => {
  const { commandId, holdId = '', reference } = data;
  const common = { commandId, reference, occurredAt };
  const asset = data.amount?.asset ?? 'USD/2';
  const units = BigInt(data.amount?.amount ?? '0');
  const remaining = () => toWireMoney({ amount: book.holds.get(holdId) ?? 0n, asset });
  const amount = data.amount ?? { amount: '0', asset };
  switch (type) {
    case 'ledger.place-hold.v1':
      book.holds.set(holdId, units);
      return {
        definition: ledger.holdPlacedV1,
        data: {
          ...{ ...common, holdId, amount, account: data.account },
          ...{ remaining: remaining(), balance: balanceAfter },
        },
      };
    case 'ledger.increase-hold.v1':
      book.holds.set(holdId, (book.holds.get(holdId) ?? 0n) + units);
      return {
        definition: ledger.holdIncreasedV1,
        data: { ...common, holdId, amount, remaining: remaining(), balance: balanceAfter },
      };
    case 'ledger.release-hold.v1':
      book.holds.set(holdId, data.amount ? (book.holds.get(holdId) ?? 0n) - units : 0n);
      return {
        definition: ledger.holdReleasedV1,
        data: { ...common, holdId, amount, remaining: remaining(), balance: balanceAfter },
      };
    case 'ledger.capture-hold.v1':
      book.holds.set(holdId, (book.holds.get(holdId) ?? 0n) - units);
      book.captured.set(commandId, units);
      move(book, data.creditAccount ?? '', units);
      return {
        definition: ledger.holdCapturedV1,
        data: {
          ...{ ...common, holdId, amount, remaining: remaining(), balances: [] },
          ...{ creditAccount: data.creditAccount, transferId: randomUUID() },
        },
      };
    case 'ledger.void-if-not-captured.v1': {
      const captureCommandId = data.captureCommandId ?? '';
      const captured = book.captured.get(captureCommandId);
      if (captured === undefined)
        return {
          definition: ledger.captureVoidedV1,
          data: { ...common, holdId, captureCommandId },
        };
      const money = toWireMoney({ amount: captured, asset: 'USD/2' });
      const stands = { ...common, holdId, captureCommandId, amount: money };
      return { definition: ledger.captureStandsV1, data: { ...stands, transferId: randomUUID() } };
    }
    default: {
      for (const leg of data.transfers ?? []) {
        move(book, leg.debitAccount, -BigInt(leg.amount.amount));
        move(book, leg.creditAccount, BigInt(leg.amount.amount));
      }
      const transfers = (data.transfers ?? []).map((leg) => ({
        ...{ ...leg, transferId: randomUUID() },
        ...{ debitBalance: balanceAfter, creditBalance: balanceAfter },
      }));
      return { definition: ledger.transfersPostedV1, data: { ...common, transfers } };
    }
  }
};

const refusalOf = ({ type, data }: LedgerCommandSeen): Answer | undefined => {
  const definition = refusals[type];
  const { commandId, holdId, reference } = data;
  const why = { reason: 'insufficient_funds', detail: 'The wallet has too little.' };
  const hold = holdId === undefined ? { failedIndex: 0 } : { holdId };
  return definition && { definition, data: { commandId, reference, occurredAt, ...hold, ...why } };
};

let ids = 0;
const newId = (): string => {
  ids += 1;
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${ids.toString(16).padStart(12, '0')}`;
};

const recordOf = ({ definition, data }: Answer, key: string, tenantId: string): OutgoingRecord => {
  const parsed = definition.data.parse(data);
  return {
    key,
    value: JSON.stringify(parsed),
    headers: {
      ce_specversion: '1.0',
      ce_id: newId(),
      ce_source: '/outcry/ledger',
      ce_type: definition.type,
      ce_time: new Date().toISOString(),
      ce_subject: key,
      ce_dataschema: `/schemas/${definition.type}.json`,
      ce_partitionkey: key,
      ce_tenantid: tenantId,
      'content-type': 'application/json',
    },
  };
};

/** A ledger on the topics, as small as it can be: it answers commands and keeps simple books. */
export const startFakeLedger = async (transport: Transport): Promise<FakeLedger> => {
  const producer: Producer = await transport.producer({ clientId: 'fake-ledger' });
  const book: Book = { holds: new Map(), captured: new Map(), balances: new Map() };
  const answered = new Map<string, Answer>();
  const tenants = new Map<string, string>();
  let sending: Promise<void> = Promise.resolve();

  const answerNow = async (command: LedgerCommandSeen, treatment: Treatment): Promise<void> => {
    const { commandId } = command.data;
    const answer =
      answered.get(commandId) ??
      (treatment === 'refuse' ? refusalOf(command) : answerTo(command, book));
    if (!answer) return;
    answered.set(commandId, answer);
    const key = command.data.holdId ?? commandId;
    const topic = answer.definition.topic.name;
    const tenantId = tenants.get(commandId) ?? 'default';
    const records = Array.from({ length: self.copies }, () => recordOf(answer, key, tenantId));
    sending = sending.then(() => producer.send([{ topic, records }]));
    await sending;
  };

  const self: FakeLedger = {
    commands: [],
    balances: book.balances,
    treat: () => 'answer',
    copies: 1,
    answerNow,
    stop: async () => {
      await subscription.stop();
      await producer.close();
    },
  };

  const subscription: Subscription = await transport.subscribe({
    group: 'fake-ledger',
    topics: [ledger.ledgerCommandV1Topic.name],
    from: 'earliest',
    onBatch: async (batch) => {
      for (const record of batch.records) {
        const data = JSON.parse(record.value?.toString('utf8') ?? 'null') as Command;
        const command = { type: record.headers['ce_type'] ?? '', data };
        self.commands.push(command);
        tenants.set(data.commandId, record.headers['ce_tenantid'] ?? 'default');
        const treatment = self.treat(command);
        if (treatment !== 'silence') await answerNow(command, treatment);
        batch.done(record.offset);
      }
    },
  });
  return self;
};
