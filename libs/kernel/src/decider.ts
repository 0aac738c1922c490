import type { Rejection, Result } from './result';

/**
 * A pure aggregate: what a command does to a state, as events, and what an event does to it.
 * Everything that is not deterministic (time, ids, randomness) arrives inside the command.
 */
export type Decider<State, Command, Event, R extends Rejection = Rejection> = {
  readonly initialState: () => State;
  readonly decide: (command: Command, state: State) => Result<readonly Event[], R>;
  readonly evolve: (state: State, event: Event) => State;
};
