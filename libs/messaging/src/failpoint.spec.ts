import type * as Failpoint from './failpoint';

/** The module as a process with this environment loads it. */
const loaded = (environment: NodeJS.ProcessEnv): typeof Failpoint => {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  let module: typeof Failpoint | undefined;
  try {
    Object.assign(process.env, environment);
    jest.isolateModules(() => {
      module = jest.requireActual<typeof Failpoint>('./failpoint');
    });
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  if (module === undefined) throw new Error('not loaded');
  return module;
};

const counted = (module: typeof Failpoint): Promise<number> => {
  let reached = 0;
  module.armFailpoint('a place', () => void (reached += 1));
  return module.failpoint('a place').then(() => reached);
};

describe('a failpoint', () => {
  it.each([
    [1, { NODE_ENV: 'test', OUTCRY_FAILPOINTS: '' }],
    [1, { NODE_ENV: 'production', OUTCRY_FAILPOINTS: 'on' }],
    [0, { NODE_ENV: 'production', OUTCRY_FAILPOINTS: '' }],
    [0, { NODE_ENV: 'production', OUTCRY_FAILPOINTS: 'off' }],
  ])('acts %d times where the environment is %j', async (times, environment) => {
    expect(await counted(loaded(environment))).toBe(times);
  });

  it('crashes once when it is armed without an action, only at its own place', async () => {
    const { armFailpoint, failpoint, isSimulatedCrash } = loaded({ NODE_ENV: 'test' });
    armFailpoint('a place');
    await failpoint('another place');
    const crash: unknown = await failpoint('a place').catch((error: unknown) => error);
    expect(isSimulatedCrash(crash)).toBe(true);
    expect(crash).toHaveProperty('message', 'a place');
    await expect(failpoint('a place')).resolves.toBeUndefined();
  });

  it('does nothing once it is disarmed', async () => {
    const { armFailpoint, failpoint } = loaded({ NODE_ENV: 'test' });
    armFailpoint('a place')();
    await expect(failpoint('a place')).resolves.toBeUndefined();
  });

  it('takes no other failure for a crash', () => {
    const { isSimulatedCrash } = loaded({ NODE_ENV: 'test' });
    expect([new Error('x'), { name: 'SimulatedCrash' }, null].map(isSimulatedCrash)).toEqual([
      ...[false, false, false],
    ]);
  });

  it('kills the process that was told to die there, and nowhere else', async () => {
    const { failpoint } = loaded({ NODE_ENV: 'test' });
    const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
    process.env['OUTCRY_FAILPOINT'] = 'a place';
    try {
      await failpoint('another place');
      expect(kill).not.toHaveBeenCalled();
      await failpoint('a place');
      expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
    } finally {
      delete process.env['OUTCRY_FAILPOINT'];
      kill.mockRestore();
    }
  });
});
