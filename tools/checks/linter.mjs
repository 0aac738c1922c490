import { ESLint } from 'eslint';
import { ROOT } from '../bootstrap/checkout.mjs';

/**
 * ESLint over a program that is there already, instead of one that it makes for each project.
 * @param {import('typescript').Program} program
 */
export const createLinter = (program) =>
  new ESLint({
    cwd: ROOT,
    overrideConfig: [
      {
        files: ['{apps,libs}/**/*.ts'],
        languageOptions: { parserOptions: { projectService: false, programs: [program] } },
      },
    ],
  });
