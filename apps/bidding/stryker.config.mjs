import { byJest, strykerConfig } from '../../tools/mutants/stryker-config.mjs';

/** `npx stryker run apps/bidding/stryker.config.mjs`: how many mutants of the domain its tests kill. */
export default strykerConfig('bidding', {
  ...byJest('apps/bidding'),
  mutate: ['apps/bidding/src/domain/**/*.ts', '!apps/bidding/src/domain/**/*.spec.ts'],
  timeoutMS: 30_000,
});
