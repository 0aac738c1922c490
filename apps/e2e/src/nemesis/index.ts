export { readArguments, type Arguments } from './arguments';
export { runCampaign } from './campaign';
export { unmountBelow } from './system/disk';
export type { Platform } from './platform';
