import { join } from 'node:path';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { runCommand } from './command.mjs';

const OLDEST_JAVA = 17;
const ADVICE =
  `install Java ${OLDEST_JAVA} or newer (Debian: apt install openjdk-17-jre-headless; ` +
  'macOS: brew install openjdk@17), or set OUTCRY_KAFKA_BROKERS to a Kafka that runs already.';

/** @param {string} output Of `java -version`. @returns {number | undefined} 8 for "1.8". */
export const javaMajor = (output) => {
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (version === null) return undefined;
  return Number(version[1] === '1' ? version[2] : version[1]);
};

/** @returns {Promise<string>} The java command to use. */
export const requireJava = async () => {
  const home = process.env.JAVA_HOME;
  const java = home ? join(home, 'bin/java') : 'java';
  const { output, missing } = await runCommand(java, ['-version']);
  const major = javaMajor(output);
  if (missing || major === undefined) {
    throw new ExplainedError(`Kafka needs Java, and \`${java}\` does not run: ${ADVICE}`);
  }
  if (major < OLDEST_JAVA) {
    throw new ExplainedError(
      `Kafka needs Java ${OLDEST_JAVA}, and this is Java ${major}: ${ADVICE}`,
    );
  }
  return java;
};
