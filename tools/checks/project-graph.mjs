/**
 * Brings up to date what Nx records of who imports whom. The lint rule for boundaries reads it, and
 * is silent where there is none, as in a fresh clone, or about a project that it does not know yet.
 */
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph.js';

process.env.NX_DAEMON = 'false'; // It would outlive this run.
await createProjectGraphAsync({ exitOnError: true });
