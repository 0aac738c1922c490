import { EnginePlayer } from '../differential/engine.player';
import { Oracle } from '../oracle/exchange.oracle';
import { describeScenarios } from './play.scenarios';

describeScenarios('the oracle', () => new Oracle());
describeScenarios('the engine', () => new EnginePlayer());
