const { once } = require('node:events');

module.exports = async () => {
  const child = globalThis.outcrySystem;
  if (!child || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};
