/**
 * Appends a frame to the window of an auction's live room and tells the room, in one step.
 *
 * KEYS[1] the window, KEYS[2] the channel. ARGV: the frame's first and last sequence, the frame as
 * JSON text, the same with a reset mark, how many frames to keep, and their life in ms.
 *
 * What the window has already is dropped (answers 0). On a jump the frames before it are useless
 * for a replay: the window begins anew, and the frame carries the mark (answers 2). Else answers 1.
 */
export const APPEND_FRAME_LUA = `
local fromSeq, seq = tonumber(ARGV[1]), tonumber(ARGV[2])
local frame, answer = ARGV[3], 1
local tail = redis.call('LINDEX', KEYS[1], -1)
if tail then
  local last = cjson.decode(tail).seq
  if seq <= last then return 0 end
  if fromSeq > last + 1 then
    redis.call('DEL', KEYS[1])
    frame, answer = ARGV[4], 2
  end
end
redis.call('RPUSH', KEYS[1], frame)
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[5]), -1)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PUBLISH', KEYS[2], frame)
return answer
`;
