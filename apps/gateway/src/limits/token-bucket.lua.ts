/**
 * The token bucket of domain/token-bucket.ts, in one atomic step on the clock of Redis.
 *
 * KEYS[1] the bucket, a hash of level and time. ARGV: tokens per second, burst, cost.
 * Answers allowed (1 or 0), whole tokens left, ms until the cost is allowed, ms until full.
 */
export const TOKEN_BUCKET_LUA = `
local rate, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local capacity, wanted = burst * 1000000, cost * 1000000
local stored = redis.call('HMGET', KEYS[1], 'level', 'at')
local level, at = capacity, now
if stored[1] then
  at = math.max(now, tonumber(stored[2]))
  local elapsed = math.max(0, now - tonumber(stored[2]))
  if elapsed < math.ceil(capacity / rate) then
    level = math.min(capacity, tonumber(stored[1]) + elapsed * rate)
  end
end
local allowed = 0
if level >= wanted then
  allowed = 1
  level = level - wanted
end
local function gain(micro)
  if micro <= 0 then return 0 end
  return math.ceil(math.ceil(micro / rate) / 1000)
end
local full = gain(capacity - level)
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level), 'at', string.format('%.0f', at))
redis.call('PEXPIRE', KEYS[1], full + 1000)
local retry = 0
if allowed == 0 then retry = gain(wanted - level) end
return { allowed, math.floor(level / 1000000), retry, full }
`;
