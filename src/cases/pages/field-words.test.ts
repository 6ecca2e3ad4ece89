import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { readWords } from '../../core/i18n.ts'
import { listJourneys } from '../../journeys/index.ts'
import { fieldWord } from './field-words.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

test('whatever the city’s journeys send has a word that people know', async () => {
  const t = readWords()['zh-TW']
  const sent = (await listJourneys(station.db)).flatMap(({ legs }) =>
    legs.flatMap(({ send }) => Object.keys(send)),
  )
  expect([...new Set(sent)].filter((part) => fieldWord(part, t) === part)).toEqual([])
})
