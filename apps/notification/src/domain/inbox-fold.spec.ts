import { aHistory } from '../../test/auction-history';
import { inboxModel } from '../../test/inbox-model';

const people: Readonly<Record<string, string>> = { '1': 'ann', '2': 'bob', '3': 'cat' };

const model = () => inboxModel({ bidderOf: (number) => people[number], watchers: ['wendy'] });

it('tells whoever lost the lead, and nobody who leads anew or raises himself', () => {
  const { listed, bid } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), bid('1', '1'), bid('2', '1')]);

  expect(inbox.visible()).toEqual(['ann outbid e4']);
});

it('keeps only the newest of an auction, also within a batch', () => {
  const { listed, bid } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), bid('2', '1'), bid('3', '2')]);
  inbox.apply([bid('1', '3'), bid('2', '1')]);

  expect(inbox.visible()).toEqual(['ann outbid e6', 'cat outbid e5']);
});

it('takes an outbid back when the lead is won again', () => {
  const { listed, bid } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), bid('2', '1')]);
  inbox.apply([bid('1', '2')]);

  expect(inbox.visible()).toEqual(['bob outbid e4']);
});

it('does not tell who withdrew himself, but whom an operator withdrew', () => {
  const own = aHistory();
  const byBidder = model();
  byBidder.apply([own.listed, own.bid('1', null), own.bid('2', '1')]);
  byBidder.apply([own.withdrawn('bidder', '2', '1')]);
  const other = aHistory();
  const byOperator = model();
  byOperator.apply([other.listed, other.bid('1', null), other.bid('2', '1')]);
  byOperator.apply([other.withdrawn('operator', '2', '1')]);

  expect(byBidder.visible()).toEqual([]);
  expect(byOperator.visible()).toEqual(['bob outbid e4']);
});

it('tells seller and watchers once of the reserve', () => {
  const { listed, bid } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null, true)]);

  expect(inbox.visible()).toEqual(['sam reserve_met e2', 'wendy reserve_met e2']);
});

it('tells the outcome to all who bid and the seller, and drops what mattered before', () => {
  const { listed, bid, closed } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null, true), bid('2', '1'), bid('3', '2')]);
  inbox.apply([closed('3')]);

  expect(inbox.visible()).toEqual(['ann lost e5', 'bob lost e5', 'cat won e5', 'sam sold e5']);
});

it('drops what mattered before also when an auction is cancelled', () => {
  const { listed, bid, cancelled } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), bid('2', '1', true)]);
  inbox.apply([cancelled('2')]);

  expect(inbox.visible()).toEqual([]);
});

it('tells a winner who also bid under an older paddle that he won, not that he lost', () => {
  const { listed, bid, closed } = aHistory();
  const inbox = inboxModel({ bidderOf: () => 'ann', watchers: [] });
  inbox.apply([listed, bid('1', null), bid('2', '1'), closed('2')]);

  expect(inbox.visible()).toEqual(['ann won e4', 'sam sold e4']);
});

it('tells all that nothing was sold', () => {
  const { listed, bid, closed } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), closed(null)]);

  expect(inbox.visible()).toEqual(['ann lost e3', 'sam unsold e3']);
});

it('follows the lot when it is passed on or comes back', () => {
  const { listed, bid, closed, reawarded, returned } = aHistory();
  const inbox = model();
  inbox.apply([listed, bid('1', null), bid('2', '1'), closed('2')]);
  inbox.apply([reawarded('2', '1')]);
  const afterReaward = inbox.visible();
  inbox.apply([returned('1')]);

  expect(afterReaward).toEqual(['ann won e5', 'bob lost e5', 'sam sold e5']);
  expect(inbox.visible()).toEqual(['ann lost e6', 'bob lost e5', 'sam unsold e6']);
});

describe('an event that comes late', () => {
  it('tells nobody of a lead lost once the auction is over', () => {
    const { listed, bid, closed } = aHistory();
    const inbox = model();
    const [first, second, end] = [bid('1', null), bid('2', '1'), closed('2')];
    inbox.apply([listed, first, end]);
    inbox.apply([second]);

    expect(inbox.told().map(({ kind }) => kind)).not.toContain('outbid');
  });

  it('tells nobody of a lead lost that has been won again', () => {
    const { listed, bid } = aHistory();
    const inbox = model();
    const [first, second, third] = [bid('1', null), bid('2', '1'), bid('1', '2')];
    inbox.apply([listed, first, third]);
    inbox.apply([second]);

    expect(inbox.visible()).toEqual(['bob outbid e4']);
  });

  it('tells no outcome that a later one has replaced', () => {
    const { listed, bid, closed, reawarded } = aHistory();
    const inbox = model();
    const [first, second, end, again] = [
      bid('1', null),
      bid('2', '1'),
      closed('2'),
      reawarded('2', '1'),
    ];
    inbox.apply([listed, first, second, again]);
    inbox.apply([end]);

    expect(inbox.visible()).toEqual(['ann won e5', 'bob lost e5', 'sam sold e5']);
  });

  it('still tells who lost of an outcome after which the lot was passed on', () => {
    const { listed, bid, closed, reawarded } = aHistory();
    const inbox = model();
    const bids = [bid('3', null), bid('1', '3'), bid('2', '1')];
    const [end, again] = [closed('2'), reawarded('2', '1')];
    inbox.apply([listed, ...bids, again]);
    inbox.apply([end]);

    expect(inbox.visible()).toEqual(['ann won e6', 'bob lost e6', 'cat lost e5', 'sam sold e6']);
  });

  it('still tells a bidder that he lost who had not been heard of when the hammer fell', () => {
    const { listed, bid, closed } = aHistory();
    const inbox = model();
    const [first, second, end] = [bid('1', null), bid('2', '1'), closed('2')];
    inbox.apply([listed, second, end]);
    inbox.apply([first]);

    expect(inbox.visible()).toEqual(['ann lost e2', 'bob won e4', 'sam sold e4']);
    expect(inbox.told().find(({ kind }) => kind === 'lost')?.details.price).toBeNull();
  });

  it('still tells an outcome after an event that says nothing of it', () => {
    const { listed, bid, closed, other } = aHistory();
    const inbox = model();
    const [first, end, later] = [bid('1', null), closed('1'), other('1')];
    inbox.apply([listed, first, { ...later, status: 'sold' }]);
    inbox.apply([end]);

    expect(inbox.visible()).toEqual(['ann won e3', 'sam sold e3']);
  });
});

it('asks to be tried again when the listing is not known yet', () => {
  const { listed, bid } = aHistory();
  const inbox = model();
  expect(inbox.apply([bid('1', null, true)])).toBe(false);
  expect(inbox.told()).toEqual([]);
  expect(inbox.apply([listed, bid('1', null, true)])).toBe(true);
});
