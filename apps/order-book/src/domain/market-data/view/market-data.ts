import { WORD, WORDS } from '../../report/report.layout';
import type { ReportBuffer } from '../../report/report.buffer';
import { InstrumentView } from './instrument-view';

/**
 * The market data of all instruments of one engine. After each batch of commands, and before the
 * buffer is cleared: `apply(engine.reports)`, then a frame of each instrument in `changed`.
 */
export class MarketData {
  readonly #views = new Map<number, InstrumentView>();
  readonly #changed = new Set<number>();

  /** Numbers of the instruments with reports since `takeChanged`. */
  takeChanged(): number[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** @returns the view of an instrument; an empty one when nothing was reported of it */
  view(instrument: number): InstrumentView {
    const there = this.#views.get(instrument);
    if (there) return there;
    const view = new InstrumentView();
    this.#views.set(instrument, view);
    return view;
  }

  /** Applies all reports in the buffer, in their order. */
  apply({ words, used }: ReportBuffer): void {
    let instrument = 0;
    let view: InstrumentView | undefined;
    for (let at = 0; at < used; at += WORDS) {
      const number = (words[at + WORD.head] ?? 0) >>> 8;
      if (number === 0) continue;
      if (number !== instrument) {
        instrument = number;
        view = this.view(number);
        this.#changed.add(number);
      }
      view?.apply(words, at);
    }
  }
}
