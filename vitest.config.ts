import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'tests/postgres.ts',
    include: [
      'src/**/*.test.{ts,tsx}',
      'tests/**/*.test.{ts,tsx}',
      'sandbox/**/*.test.ts',
      'bench/**/*.test.ts',
      'cities/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: process.env.CI ? ['./tests/reporter.ts'] : ['default', './tests/reporter.ts'],
    sequence: { hooks: 'stack' },
  },
})
