import { expect, test } from 'vitest'
import { brokenChecks } from '../../../tests/adapters.ts'
import { adapter } from './road-use.ts'

test('road-use keeps the whole contract at its stand-in', async () => {
  expect(await brokenChecks(adapter)).toEqual([])
}, 300_000)
