import { END } from './builders';
import { Room } from './room';

/** Anna wins at 51.00 with 10.20 premium; Ben had bid 50.00. */
export const sold = (sale: ConstructorParameters<typeof Room>[1] = {}): Room => {
  const room = new Room({}, sale);
  room.bid('anna', 80_00n);
  room.bid('ben', 50_00n);
  room.close(END);
  return room;
};

export const captured = (): Room => {
  const room = sold();
  room.answer('hold_captured');
  return room;
};

export const legs = (room: Room) => {
  const settlement = room.settlement();
  if (settlement.status !== 'paying_out' || settlement.request?.kind !== 'post_transfers')
    throw new Error(`the settlement is ${settlement.status}`);
  return settlement.request.transfers.map(
    (leg) => `${leg.debitAccount} > ${leg.creditAccount} ${leg.amount.amount} ${leg.code}`,
  );
};
