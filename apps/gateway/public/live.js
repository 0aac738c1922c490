/**
 * One auction's live stream. The browser resumes by itself with Last-Event-ID; frames tile the
 * auction's public sequence, so what is shown after any frame is a state that the auction had.
 */
import { learnServerTime } from './api.js';

export function watchAuction(auctionId, { onSnapshot, onFrame, onState }) {
  const source = new EventSource(`/v1/auctions/${auctionId}/live`);
  let sequence = null;
  const parse = (event) => JSON.parse(event.data);

  const restart = (event) => {
    const data = parse(event);
    sequence = data.sequence ?? data.seq;
    learnServerTime(data.serverTime);
    onSnapshot(data);
  };
  source.addEventListener('snapshot', restart);
  source.addEventListener('reset', restart);
  source.addEventListener('frame', (event) => {
    const frame = parse(event);
    if (sequence !== null && frame.seq <= sequence) return;
    sequence = frame.seq;
    onFrame(frame);
  });
  source.addEventListener('heartbeat', (event) => learnServerTime(parse(event).serverTime));
  source.addEventListener('end', () => source.close());
  source.onopen = () => onState('live');
  source.onerror = () => onState('lost');
  return () => source.close();
}
