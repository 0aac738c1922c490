import { aHistory } from '../../test/auction-history';
import { inboxModel } from '../../test/inbox-model';

/** Numbers whose paddle has been heard of, and who bids under them. */
const aSale = () => {
  const people = new Map<string, string>();
  const inbox = inboxModel({ bidderOf: (number) => people.get(number), watchers: [] });
  return {
    ...inbox,
    hear: (paddles: Readonly<Record<string, string>>): void => {
      for (const [number, bidder] of Object.entries(paddles)) people.set(number, bidder);
      inbox.tellWaiting();
    },
  };
};

it('tells all others at once, and him of the late paddle when it is heard of', () => {
  const { listed, bid, closed } = aHistory();
  const sale = aSale();
  sale.hear({ '2': 'bob' });
  sale.apply([listed, bid('1', null), bid('2', '1'), closed('2')]);
  const before = sale.visible();
  sale.hear({ '1': 'ann' });

  expect(before).toEqual(['bob won e4', 'sam sold e4']);
  expect(sale.visible()).toEqual(['ann lost e4', 'bob won e4', 'sam sold e4']);
});

it.each([
  ['before its bids', 0],
  ['between its bid and the next', 2],
  ['before the hammer', 3],
  ['after the hammer', 4],
])('ends in the same inboxes when the paddle is heard of %s', (_when, at) => {
  const { listed, bid, closed } = aHistory();
  const facts = [listed, bid('1', null), bid('2', '1'), closed('2')];
  const sale = aSale();
  sale.hear({ '2': 'bob' });
  sale.apply(facts.slice(0, at));
  sale.hear({ '1': 'ann' });
  sale.apply(facts.slice(at));

  expect(sale.visible()).toEqual(['ann lost e4', 'bob won e4', 'sam sold e4']);
});

it('tells an outbid that waited while the auction is open and another leads', () => {
  const { listed, bid } = aHistory();
  const sale = aSale();
  sale.apply([listed, bid('1', null), bid('2', '1')]);
  sale.hear({ '1': 'ann' });

  expect(sale.visible()).toEqual(['ann outbid e3']);
});

it('tells nothing that waited and no longer matters', () => {
  const leads = aHistory();
  const leading = aSale();
  leading.apply([leads.listed, leads.bid('1', null), leads.bid('2', '1'), leads.bid('1', '2')]);
  leading.hear({ '1': 'ann' });
  const over = aHistory();
  const cancelled = aSale();
  cancelled.apply([over.listed, over.bid('1', null), over.bid('2', '1'), over.cancelled('2')]);
  cancelled.hear({ '1': 'ann' });

  expect(leading.told()).toEqual([]);
  expect(cancelled.told()).toEqual([]);
});

it('tells of several that waited only the last', () => {
  const { listed, bid, closed, reawarded, returned } = aHistory();
  const sale = aSale();
  sale.apply([listed, bid('1', null), bid('2', '1'), closed('2')]);
  sale.apply([reawarded('2', '1'), returned('1')]);
  sale.hear({ '1': 'ann', '2': 'bob' });

  expect(sale.visible()).toEqual(['ann lost e6', 'bob lost e5', 'sam unsold e6']);
  expect(sale.told().filter(({ recipientId }) => recipientId !== 'sam')).toHaveLength(2);
});

it('tells whom the lot was passed on to that he won', () => {
  const { listed, bid, closed, reawarded } = aHistory();
  const sale = aSale();
  sale.apply([listed, bid('1', null), bid('2', '1'), closed('2'), reawarded('2', '1')]);
  sale.hear({ '1': 'ann', '2': 'bob' });

  expect(sale.visible()).toEqual(['ann won e5', 'bob lost e5', 'sam sold e5']);
});

describe('somebody with two paddles', () => {
  it('is not told that he lost with the one heard of late when he won with the other', () => {
    const { listed, bid, closed } = aHistory();
    const sale = aSale();
    sale.hear({ '2': 'ann' });
    sale.apply([listed, bid('1', null), bid('2', '1'), closed('2')]);
    sale.hear({ '1': 'ann' });

    expect(sale.visible()).toEqual(['ann won e4', 'sam sold e4']);
  });

  it('is told that he won with the one heard of late, in the place of having lost', () => {
    const { listed, bid, closed } = aHistory();
    const sale = aSale();
    sale.hear({ '1': 'ann' });
    sale.apply([listed, bid('1', null), bid('3', '1'), bid('2', '3'), closed('2')]);
    sale.hear({ '2': 'ann', '3': 'ann' });

    expect(sale.visible()).toEqual(['ann won e5', 'sam sold e5']);
  });

  it('is not told of a lead that he has with the other', () => {
    const { listed, bid } = aHistory();
    const sale = aSale();
    sale.hear({ '2': 'ann' });
    sale.apply([listed, bid('1', null), bid('3', '1'), bid('2', '3')]);
    sale.hear({ '1': 'ann' });

    expect(sale.told()).toEqual([]);
  });
});
