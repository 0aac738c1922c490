/**
 * Preloaded into a service's process: SIGUSR2 moves its clock an hour ahead, the next one an hour
 * behind, the next one back to true. Timers keep their pace, as with a host whose clock was set.
 */
const HOUR_MS = 3_600_000;
const SHIFTS = [0, HOUR_MS, -HOUR_MS];

const TrueDate = Date;
let place = 0;
const now = () => TrueDate.now() + SHIFTS[place];

class ShiftedDate extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
}

process.on('SIGUSR2', () => {
  place = (place + 1) % SHIFTS.length;
});
globalThis.Date = ShiftedDate;
