import { generations } from './generations';

const PLACE = { topic: 't', partition: 0, offset: '7' };

describe('the places of a group’s generations', () => {
  const rig = () => {
    const done: string[] = [];
    const asked: ((places: (typeof PLACE)[]) => void)[] = [];
    const failing = { commit: false };
    const group = generations(
      {
        commitOffsets: async (places) => {
          if (failing.commit) throw new Error('no coordinator');
          done.push(`commit ${places[0]?.offset}`);
        },
        seek: ({ offset }) => void done.push(`seek ${offset}`),
      },
      {
        note: async () => undefined,
        missing: () => new Promise((resolve) => asked.push(resolve)),
      },
      (reason) => void done.push(`failed: ${reason}`),
    );
    return { done, asked, failing, group };
  };

  it('are not taken before the first assignment', async () => {
    await expect(rig().group.isPlaced()).resolves.toBe(false);
  });

  it('are committed, then sought, before the generation counts as placed', async () => {
    const { done, asked, group } = rig();
    group.begin({ t: [0] });
    asked[0]?.([PLACE]);
    await expect(group.isPlaced()).resolves.toBe(true);
    expect(done).toEqual(['commit 7', 'seek 7']);
  });

  it('need nothing where all is committed', async () => {
    const { done, asked, group } = rig();
    group.begin({ t: [0] });
    asked[0]?.([]);
    await expect(group.isPlaced()).resolves.toBe(true);
    expect(done).toEqual([]);
  });

  it('are not taken in the name of a generation that has passed', async () => {
    const { done, asked, group } = rig();
    group.begin({ t: [0] });
    const former = group.isPlaced();
    group.begin({});
    asked[0]?.([PLACE]);
    await expect(former).resolves.toBe(false);
    expect(done).toEqual([]);
    expect(group.current()).toBe(2);
  });

  it('end the membership when they cannot be taken', async () => {
    const { done, asked, failing, group } = rig();
    failing.commit = true;
    group.begin({ t: [0] });
    asked[0]?.([PLACE]);
    await expect(group.isPlaced()).resolves.toBe(false);
    expect(done).toEqual(['failed: no coordinator']);
  });
});
