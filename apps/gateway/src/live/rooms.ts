import type { LiveClient } from './live-client';
import { Room, type JoinOutcome, type RoomOptions } from './room';
import { channelOf, type RoomFeed, type RoomKey } from './room-feed';
import type { SnapshotReader } from './snapshot-reader';

export type RoomsOptions = RoomOptions & {
  /** How long an empty room stays, so that a reader who comes back finds it warm. */
  readonly lingerMs: number;
  /** Readers of all rooms together. */
  readonly maxReaders: number;
};

export type Rooms = {
  readonly isFull: () => boolean;
  readonly join: (
    key: RoomKey,
    client: LiveClient,
    lastEventId: number | null,
  ) => Promise<JoinOutcome>;
  readonly leave: (key: RoomKey, client: LiveClient) => void;
  readonly readers: () => number;
  readonly rooms: () => number;
  readonly close: () => void;
};

/** The live rooms that somebody on this gateway reads. */
export const createRooms = (
  feed: RoomFeed,
  readSnapshot: SnapshotReader,
  options: RoomsOptions,
): Rooms => {
  const rooms = new Map<string, { readonly room: Room; readonly opened: Promise<void> }>();
  let readers = 0;

  const enter = async (key: RoomKey): Promise<Room> => {
    const name = channelOf(key);
    let entry = rooms.get(name);
    if (entry === undefined) {
      const room = new Room(key, feed, readSnapshot, options);
      entry = { room, opened: room.open() };
      rooms.set(name, entry);
    }
    await entry.opened;
    return entry.room;
  };

  const closeIfEmpty = (name: string, room: Room): void => {
    if (room.size() > 0 || rooms.get(name)?.room !== room) return;
    rooms.delete(name);
    room.close();
  };

  const leave = (key: RoomKey, client: LiveClient): void => {
    const name = channelOf(key);
    const room = rooms.get(name)?.room;
    if (room === undefined || !room.leave(client)) return;
    readers -= 1;
    if (room.size() === 0) setTimeout(() => closeIfEmpty(name, room), options.lingerMs).unref();
  };

  return {
    isFull: () => readers >= options.maxReaders,
    join: async (key, client, lastEventId) => {
      const room = await enter(key);
      readers += 1;
      try {
        const outcome = await room.join(client, lastEventId);
        if (outcome !== 'live') leave(key, client);
        return outcome;
      } catch (error) {
        leave(key, client);
        throw error;
      }
    },
    leave,
    readers: () => readers,
    rooms: () => rooms.size,
    close: () => {
      rooms.forEach(({ room }) => room.close());
      rooms.clear();
      feed.close();
    },
  };
};
