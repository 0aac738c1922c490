export type { Command, Instrument, OrderTerms } from './domain/command/command';
export type { Engine, EngineOptions } from './domain/engine/engine';
export { REJECTIONS, type RejectionCode } from './domain/report/rejection.registry';
export type { CancelReason, Report } from './domain/report/report';
export { ReportBuffer } from './domain/report/report.buffer';
export { KIND, WORD, WORDS } from './domain/report/report.layout';
export { decodeReport, readReports } from './domain/report/report.reader';
