import {
  answeredPaddle,
  bidsOf,
  joinSale,
  learnServerTime,
  openAuctions,
  paddleOf,
  placeBid,
  serverNow,
} from './api.js';
import { watchAuction } from './live.js';
import { formatMoney, parseAmount, plainAmount } from './money.js';
import { hintFor, refusalText, standingOf } from './words.js';

const LIST_EVERY_MS = 1_500;
const PLAY_MONEY = 5_000_00;
const HISTORY = 30;
const $ = (id) => document.getElementById(id);

const state = {
  auctions: [],
  selected: null,
  stopWatching: () => {},
  bidder: sessionStorage.getItem('bidder'),
  paddles: new Map(),
  leading: false,
};

const timeLeft = (endsAt) => {
  if (!endsAt) return 'at the first bid';
  const seconds = Math.max(0, Math.ceil((Date.parse(endsAt) - serverNow()) / 1_000));
  if (seconds === 0) return 'closing';
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h} h ${m} min` : `${m}:${String(s).padStart(2, '0')}`;
};
const isSoon = (endsAt) => endsAt && Date.parse(endsAt) - serverNow() < 15_000;
const registration = () => state.selected && state.paddles.get(state.selected.saleId);
const ownPaddle = () => registration()?.number;

function connection(kind, text) {
  $('connection').dataset.state = kind;
  $('connection').textContent = text;
}

/* the list */

function cardOf(auction) {
  const card = document.createElement('button');
  card.type = 'button';
  card.className = 'card';
  card.dataset.id = auction.auctionId;
  card.append(...['strong', 'span', 'small', 'small'].map((tag) => document.createElement(tag)));
  card.children[1].className = 'price';
  card.addEventListener('click', () => select(auction.auctionId));
  const item = document.createElement('li');
  item.append(card);
  return item;
}

function fillCard(card, { lot, auction, auctionId }) {
  const price = formatMoney(auction.price ?? auction.minimumBid);
  const [title, shown, bids, left] = card.children;
  if (shown.textContent && shown.textContent !== price) {
    card.classList.remove('flash');
    void card.offsetWidth;
    card.classList.add('flash');
  }
  title.textContent = lot.title;
  shown.textContent = price;
  const reserve = auction.reserveMet === false ? ', reserve not met' : '';
  bids.textContent = `${auction.bidCount} ${auction.bidCount === 1 ? 'bid' : 'bids'}${reserve}`;
  left.textContent = timeLeft(auction.endsAt);
  left.classList.toggle('soon', Boolean(isSoon(auction.endsAt)));
  card.setAttribute('aria-pressed', String(state.selected?.auctionId === auctionId));
}

function drawList() {
  const list = $('lots-list');
  const wanted = new Map(state.auctions.map((auction) => [auction.auctionId, auction]));
  for (const item of [...list.children]) {
    if (!wanted.has(item.firstChild.dataset.id)) item.remove();
  }
  for (const auction of state.auctions) {
    const present = list.querySelector(`[data-id="${auction.auctionId}"]`);
    if (!present) list.append(cardOf(auction));
    fillCard(list.querySelector(`[data-id="${auction.auctionId}"]`), auction);
  }
  $('lots-count').textContent = `(${state.auctions.length})`;
  $('lots-empty').hidden = state.auctions.length > 0;
}

async function refreshList() {
  try {
    const auctions = await openAuctions();
    const selected = state.selected;
    // The live stream is never behind the list's poll.
    for (const one of auctions)
      if (one.auctionId === selected?.auctionId) one.auction = selected.auction;
    state.auctions = auctions.sort((a, b) =>
      (a.auction.endsAt ?? '~').localeCompare(b.auction.endsAt ?? '~'),
    );
    drawList();
    if (!state.selected && state.auctions[0]) select(state.auctions[0].auctionId);
    if ($('connection').dataset.state !== 'lost') connection('live', 'live');
  } catch {
    connection('lost', 'no answer; trying again');
  }
}

/* the selected lot */

function select(auctionId) {
  const chosen = state.auctions.find((auction) => auction.auctionId === auctionId);
  if (!chosen) return;
  state.stopWatching();
  state.selected = { ...chosen };
  state.leading = false;
  $('lot').hidden = false;
  $('history').replaceChildren();
  $('standing').dataset.kind = '';
  $('bid-error').textContent = '';
  $('amount').value = '';
  state.stopWatching = watchAuction(auctionId, {
    onSnapshot: (snapshot) => {
      learnServerTime(snapshot.serverTime);
      state.selected.auction = snapshot.auction;
      drawLot();
      drawAll(auctionId);
    },
    onFrame: (frame) => {
      state.selected.auction = frame.auction;
      prependHistory(frame.bids ?? []);
      const listed = state.auctions.find((one) => one.auctionId === auctionId);
      if (listed) listed.auction = frame.auction;
      drawLot();
      drawList();
    },
    onState: (kind) => connection(kind, kind === 'live' ? 'live' : 'reconnecting…'),
  });
  drawLot();
  drawList();
}

/** History from the API, with the person's own paddle known if there is one. */
async function drawAll(auctionId) {
  const { saleId } = state.selected;
  if (state.bidder && !state.paddles.has(saleId)) {
    const paddle = await paddleOf(state.bidder, saleId).catch(() => null);
    if (paddle?.status === 'live') state.paddles.set(saleId, paddle);
  }
  const bids = await bidsOf(auctionId).catch(() => null);
  if (state.selected.auctionId !== auctionId) return;
  if (bids) drawHistory(bids);
  drawLot();
}

const historyItem = (bid) => {
  const item = document.createElement('li');
  const who = bid.paddle === ownPaddle() ? 'you' : `paddle ${bid.paddle}`;
  const [left, right] = [document.createElement('span'), document.createElement('span')];
  left.textContent = `${who}${bid.automatic ? ' (automatic)' : ''}`;
  right.textContent = formatMoney(bid.amount);
  item.className = who === 'you' ? 'own' : '';
  item.append(left, right);
  return item;
};
const drawHistory = (bids) => $('history').replaceChildren(...bids.map(historyItem));
const prependHistory = (bids) => {
  for (const bid of bids) $('history').prepend(historyItem(bid));
  while ($('history').children.length > HISTORY) $('history').lastChild.remove();
};

const RESERVE = { true: 'reserve met', false: 'reserve not met' };

function drawLot() {
  const { lot, auction } = state.selected;
  const own = ownPaddle();
  $('lot-title').textContent = lot.title;
  $('lot-description').textContent = lot.description;
  $('lot-state').textContent = auction.status;
  $('lot-reserve').textContent = RESERVE[auction.reserveMet] ?? '';
  $('lot-reserve').dataset.met = String(auction.reserveMet === true);
  $('lot-price').textContent = formatMoney(auction.price ?? auction.minimumBid);
  const open = auction.status === 'open';
  $('lot-left').textContent = open ? timeLeft(auction.endsAt) : 'ended';
  $('lot-left').classList.toggle('soon', Boolean(open && isSoon(auction.endsAt)));
  $('lot-bids').textContent = auction.bidCount;
  $('lot-leader').textContent = !auction.leader
    ? '–'
    : auction.leader === own
      ? 'you'
      : `paddle ${auction.leader}`;
  drawStanding(auction, own);
  $('bid').hidden = !open;
  $('bid').querySelector('button').disabled = !state.bidder;
  $('bid-asset').textContent = (auction.minimumBid ?? auction.price)?.asset.split('/')[0] ?? '';
  const hint = hintFor(auction, state.bidder, registration()?.limit);
  if ($('bid-hint').textContent !== hint) $('bid-hint').textContent = hint;
}

function drawStanding(auction, own) {
  const leads = Boolean(own && auction.leader === own);
  const wasOutbid = state.leading || $('standing').dataset.kind === 'outbid';
  const [kind, text] = standingOf(auction, { leads, wasOutbid });
  $('standing').dataset.kind = kind;
  if ($('standing').textContent !== text) $('standing').textContent = text;
  state.leading = leads;
}

/* people */

function drawJoined() {
  $('join').hidden = Boolean(state.bidder);
  $('paddle').hidden = !state.bidder;
  $('paddle').textContent = state.bidder ? `Bidding as ${state.bidder}` : '';
  if (state.selected) drawLot();
}

$('join').addEventListener('submit', (event) => {
  event.preventDefault();
  state.bidder = $('bidder').value.trim();
  sessionStorage.setItem('bidder', state.bidder);
  drawJoined();
  if (state.selected) drawAll(state.selected.auctionId);
  $('amount').focus();
});

async function paddleFor(saleId, asset) {
  if (state.paddles.has(saleId)) return;
  if (!(await paddleOf(state.bidder, saleId))) {
    await joinSale(state.bidder, saleId, { amount: String(PLAY_MONEY), asset });
  }
  const paddle = await answeredPaddle(state.bidder, saleId);
  if (paddle.status !== 'live') throw new Error('This registration cannot bid.');
  state.paddles.set(saleId, paddle);
}

$('bid').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { auctionId, saleId, auction } = state.selected;
  const asset = (auction.minimumBid ?? auction.price).asset;
  const amount = parseAmount($('amount').value, asset);
  $('amount').setAttribute('aria-invalid', String(amount === null));
  $('bid-error').textContent = amount
    ? ''
    : `Type an amount such as ${plainAmount(auction.minimumBid)}.`;
  if (!amount) return;
  const button = $('bid').querySelector('button');
  button.disabled = true;
  try {
    await paddleFor(saleId, asset);
    const answer = await placeBid(state.bidder, auctionId, amount);
    if (state.selected.auctionId !== auctionId) return;
    $('amount').value = '';
    if (answer.outcome === 'outbid') $('standing').dataset.kind = 'outbid';
    state.selected.auction = answer.auction;
  } catch (problem) {
    $('bid-error').textContent = refusalText(problem, state.selected.auction);
    $('amount').setAttribute('aria-invalid', 'true');
  } finally {
    drawLot();
  }
});

drawJoined();
await refreshList();
setInterval(refreshList, LIST_EVERY_MS);
setInterval(() => {
  if (state.selected) drawLot();
  drawList();
}, 500);
