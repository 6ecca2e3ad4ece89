// What holds for every part, checked on its examples.

import { readdirSync } from 'node:fs'
import { Window } from 'happy-dom'
import { describe, expect, test } from 'vitest'
import { GALLERY } from './gallery.tsx'

const PARTS = Object.entries(GALLERY)
const documentOf = (html: string) => {
  const { document } = new Window()
  document.body.innerHTML = html
  return document
}
const html = PARTS.flatMap(([, examples]) => examples.map(({ node }) => String(node))).join('')

/** Frames and drawings that are shown inside another part. */
const WITHOUT_EXAMPLES = ['error-page', 'field', 'gallery', 'icon', 'layout', 'profile-drawing']

test('every part has examples, and every example is in the gallery', () => {
  const files = readdirSync('src/ui').filter((file) => file.endsWith('.tsx'))
  const parts = files
    .filter((file) => !/\.(examples|test)\.tsx$/.test(file))
    .map((file) => file.replace('.tsx', ''))
    .filter((part) => !WITHOUT_EXAMPLES.includes(part))
  expect(Object.keys(GALLERY).sort()).toEqual(parts.sort())
})

for (const [part, examples] of PARTS) {
  describe(part, () => {
    for (const { name, node } of examples) {
      const document = documentOf(String(node))
      const all = (selector: string) => [...document.querySelectorAll(selector)]

      test(`${name}: every control has a label`, () => {
        const nameless = all('input:not([type=hidden]), select, textarea')
          .filter((control) => !document.querySelector(`label[for="${control.id}"]`))
          .map((control) => control.outerHTML)
        expect(nameless).toEqual([])
      })

      test(`${name}: what describes a control is there`, () => {
        const ids = all('[aria-describedby], [aria-labelledby]').flatMap((element) =>
          `${element.getAttribute('aria-describedby') ?? ''} ${element.getAttribute('aria-labelledby') ?? ''}`
            .trim()
            .split(/\s+/),
        )
        expect(ids.filter((id) => !document.getElementById(id))).toEqual([])
      })

      test(`${name}: no style and no script inside the page, no word missing`, () => {
        const code = String(node)
        expect(code).not.toMatch(/\sstyle=|<script|\son[a-z]+=/)
        expect(code).not.toContain('⟦')
      })
    }
  })
}

test('no id is used twice', () => {
  const ids = [...documentOf(html).querySelectorAll('[id]')].map((element) => element.id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
