import ts from 'typescript';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';

const CONFIG = join(ROOT, 'tsconfig.json');

/** Parsed once, whatever is planted beside them. @type {Map<string, ts.SourceFile | undefined>} */
const parsed = new Map();

/**
 * All of the workspace's TypeScript as one program, which serves types, lint and the probes: to make
 * it costs more than to use it.
 * @param {ReadonlyMap<string, string>} [planted] Texts in the place of files, by absolute path.
 * @param {ts.Program} [previous] Its structure is taken over where nothing is planted.
 */
export const workspaceProgram = (planted = new Map(), previous = undefined) => {
  const { fileNames, options } = parseConfig();
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  host.getSourceFile = (path, version, ...rest) => {
    const text = planted.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, version, true);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, version, ...rest));
    return parsed.get(path);
  };
  return ts.createProgram(fileNames, options, host, previous);
};

const parseConfig = () => {
  const { config, error } = ts.readConfigFile(CONFIG, ts.sys.readFile);
  if (error !== undefined) throw new Error(describe([error]));
  const command = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return { fileNames: command.fileNames, options: { ...command.options, incremental: false } };
};

/** @param {ts.Program} program @returns {readonly ts.Diagnostic[]} */
export const typeErrors = (program) => ts.getPreEmitDiagnostics(program);

/** @param {readonly ts.Diagnostic[]} diagnostics */
export const describe = (diagnostics) =>
  ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => ROOT,
    getNewLine: () => '\n',
  });
