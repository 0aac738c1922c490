import { OperationalError } from '@outcry/kernel';
import type * as engineCode from '@prisma/schema-engine-wasm/schema_engine_bg';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Migration } from './migration-files';

type EngineCode = typeof engineCode;
type Engine = engineCode.SchemaEngine;

type EngineExports = { readonly __wbindgen_start: () => void };

/** The standard WebAssembly object, which Node's types leave to the DOM's. */
type WasmHost = {
  readonly instantiate: (
    code: Uint8Array,
    imports: object,
  ) => Promise<{ readonly instance: { readonly exports: EngineExports } }>;
};

const NO_FILTERS = { externalTables: [], externalEnums: [] };

type Import = (...args: unknown[]) => unknown;

/** The engine's timeouts are never cleared: unreferenced, they do not hold the process back. */
const importsOf = (code: EngineCode): Record<string, Import> =>
  Object.fromEntries(
    Object.entries(code as unknown as Record<string, Import>).map(([name, call]) => [
      name,
      name.startsWith('__wbg_setTimeout')
        ? (...args) => (call(...args) as NodeJS.Timeout).unref()
        : call,
    ]),
  );

/** The package's own entry imports the WebAssembly file as a module, which few hosts can do. */
const instantiate = async (code: EngineCode): Promise<EngineCode> => {
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm'));
  const wasm = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const host = (globalThis as unknown as { readonly WebAssembly: WasmHost }).WebAssembly;
  const { instance } = await host.instantiate(wasm, {
    './schema_engine_bg.js': importsOf(code),
  });
  const binding = code as unknown as { readonly __wbg_set_wasm: (wasm: object) => void };
  binding.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return code;
};

/** Loaded when first used: a service that only checks its schema never pays for the engine. */
const loadEngine = async () => {
  const [code, { PrismaPg }, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    import('@prisma/schema-engine-wasm/schema_engine_bg'),
    import('@prisma/adapter-pg'),
    import('@prisma/driver-adapter-utils'),
  ]);
  const { SchemaEngine } = await instantiate(code);
  return { SchemaEngine, PrismaPg, bindMigrationAwareSqlAdapterFactory };
};

type PrismaPg = InstanceType<Awaited<ReturnType<typeof loadEngine>>['PrismaPg']>;
type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/**
 * The adapter cuts a script at every semicolon, also inside a function body or a comment, and sends
 * the pieces one by one; sent as one simple query a script is parsed by the server, in one
 * transaction. Connections are collected, since the engine never closes them, and so is what the
 * server says of a script that fails.
 */
const adjusted = (
  factory: PrismaPg,
  opened: Adapter[],
  failed: (error: Error) => void,
): PrismaPg => {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    opened.push(adapter);
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        failed(error as Error);
        throw error;
      }
    };
    return adapter;
  };
  return factory;
};

let loaded: ReturnType<typeof loadEngine> | undefined;

const withEngine = async <T>(
  connectionString: string,
  schemaText: string | undefined,
  work: (engine: Engine) => Promise<T>,
): Promise<T> => {
  loaded ??= loadEngine();
  const { SchemaEngine, PrismaPg, bindMigrationAwareSqlAdapterFactory } = await loaded;
  const opened: Adapter[] = [];
  let scriptError: Error | undefined;
  const factory = adjusted(new PrismaPg({ connectionString }), opened, (error) => {
    scriptError = error;
  });
  const datamodels: [string, string][] | undefined =
    schemaText === undefined ? undefined : [['schema.prisma', schemaText]];
  let engine: Engine | undefined;
  try {
    engine = await SchemaEngine.new(
      { datamodels },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    return await work(engine);
  } catch (error) {
    // The engine's own error does not repeat what the server said.
    const message = scriptError?.message ?? (error instanceof Error ? error.message : 'unknown');
    throw new OperationalError('migration_failed', message, { retryable: false, cause: error });
  } finally {
    engine?.free();
    await Promise.all(opened.map((adapter) => adapter.dispose()));
  }
};

const migrationsList = (migrations: readonly Migration[]) => ({
  baseDir: 'migrations',
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  })),
});

/** Applies what is not yet recorded in `_prisma_migrations`; returns the names it applied. */
export const applyWithEngine = (
  connectionString: string,
  migrations: readonly Migration[],
): Promise<string[]> =>
  withEngine(connectionString, undefined, async (engine) => {
    const applied = await engine.applyMigrations({
      migrationsList: migrationsList(migrations),
      filters: NO_FILTERS,
    });
    return applied.appliedMigrationNames;
  });

/** The SQL that makes an empty database into what a Prisma schema says. */
export const sqlOfPrismaSchema = (connectionString: string, schemaText: string): Promise<string> =>
  withEngine(connectionString, schemaText, async (engine) => {
    const diff = await engine.diff({
      from: { tag: 'empty' },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: 'schema.prisma', content: schemaText }],
      },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return diff.stdout ?? '';
  });
