import { RestoringPlayer } from '../differential/engine.player';
import { describeScenarios } from './play.scenarios';

describeScenarios('the engine, restored before every command,', () => new RestoringPlayer());
