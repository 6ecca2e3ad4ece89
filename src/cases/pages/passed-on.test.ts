import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../../tests/world.ts'
import { createDraft, saveDraft } from '../actions/drafts.ts'
import { SOUTHERN } from '../station.examples.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

/** The text below each agency's summary on the page that is read before filing. */
async function passedOn(language: string): Promise<string[]> {
  const { token } = await createDraft(station, {
    journeyId: 'hike',
    journeyVersion: 2,
    channel: 'web',
    language: 'zh-TW',
  })
  await saveDraft(station, token, { revision: 1, answers: SOUTHERN.answers, language: 'zh-TW' })
  const headers = { 'Accept-Language': language }
  const page = await (await newApp(station).request(`/drafts/${token}/review`, { headers })).text()
  return [...page.matchAll(/<details>(.*?)<\/details>/gs)].map(([, inside = '']) =>
    inside
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

test('before filing, the page names which answers each agency will see', async () => {
  const seen = await passedOn('zh-TW')
  expect(seen).toHaveLength(3)
  const [park = '', police = ''] = seen
  expect(park).toContain('玉山國家公園管理處會看到的答案')
  expect(park).toMatch(/您的資料：姓名、.*出生日期/)
  expect(park).toContain('其他隊員：姓名、')
  // Only the parks ask for the safety course.
  expect(park).toContain('安全線上課程')
  expect(police).toContain('內政部警政署會看到的答案')
  expect(police).not.toContain('安全線上課程')
})

test('the English page names them in English', async () => {
  const [park = ''] = await passedOn('en')
  expect(park).toMatch(/^Answers that .+ will see/)
  expect(park).not.toMatch(/[\u4e00-\u9fff]/)
})
