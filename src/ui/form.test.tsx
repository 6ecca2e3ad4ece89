// Fields as they arrive in the browser.

import { Window } from 'happy-dom'
import type { Child } from 'hono/jsx'
import { expect, test } from 'vitest'
import { inChinese as t } from './example.ts'
import { Checkbox, CheckboxGroup, DateField, RadioGroup, SelectField, TextField } from './form.tsx'
import { PersonFields } from './person.tsx'
import { RepeatedGroup } from './repeated-group.tsx'

function show(node: Child) {
  const { document } = new Window()
  document.body.innerHTML = String(node)
  return document
}

test('an error is tied to its field and says that it is one', () => {
  const page = show(<TextField t={t} id="phone" label="電話" hint="手機" error="請填電話" />)
  const input = page.querySelector('input')
  expect(input?.getAttribute('aria-invalid')).toBe('true')
  expect(input?.getAttribute('aria-describedby')).toBe('phone-hint phone-error')
  expect(page.getElementById('phone-error')?.textContent).toBe('錯誤：請填電話')
})

test('what was typed comes back as it was typed, markup and all', () => {
  const typed = '<b>"林𨳊 & 䂖"</b>'
  const page = show(<TextField t={t} id="name" label="姓名" value={typed} />)
  expect(page.querySelector('input')?.getAttribute('value')).toBe(typed)
})

test('a choice keeps its answer, and the first row has the id that an error links to', () => {
  const options = [
    { value: 'yes', label: '有' },
    { value: 'no', label: '沒有' },
  ]
  const page = show(<RadioGroup t={t} id="exempt" label="免申請" options={options} value="no" />)
  const checked = [...page.querySelectorAll('input')].map((input) => input.hasAttribute('checked'))
  expect(checked).toEqual([false, true])
  expect(page.getElementById('exempt')?.getAttribute('value')).toBe('yes')
})

test('each tick of several is a field of its own', () => {
  const options = [
    { value: 'radio', label: '無線電' },
    { value: 'oxygen', label: '氧氣瓶' },
  ]
  const page = show(
    <CheckboxGroup
      t={t}
      id="gear"
      name="q.gear"
      label="裝備"
      options={options}
      values={['oxygen']}
    />,
  )
  const names = [...page.querySelectorAll('input')].map((input) => input.getAttribute('name'))
  expect(names).toEqual(['q.gear.radio', 'q.gear.oxygen'])
  expect(page.querySelectorAll('[checked]')).toHaveLength(1)
})

test('a statement is not agreed to unless the person did', () => {
  const page = show(<Checkbox t={t} id="truth" label="屬實" />)
  expect(page.querySelector('input')?.hasAttribute('checked')).toBe(false)
})

test('an option that cannot be chosen says why', () => {
  const options = [{ value: 'a', label: '拜殿下山屋', hint: '整修', disabled: true }]
  const page = show(<SelectField t={t} id="hut" label="山屋" options={options} />)
  const option = page.querySelector('option')
  expect(option?.textContent).toBe('拜殿下山屋（整修）')
  expect(option?.hasAttribute('disabled')).toBe(true)
})

test('a day is three fields, and the other calendar stands beside it', () => {
  const page = show(
    <DateField
      t={t}
      id="d"
      name="q.d"
      label="哪天"
      value={{ year: '115', month: '11', day: '23' }}
    />,
  )
  const fields = [...page.querySelectorAll('input')].map((input) => input.getAttribute('name'))
  expect(fields).toEqual(['q.d.year', 'q.d.month', 'q.d.day'])
  expect(page.querySelector('.date-both')?.textContent).toBe('西元2026年，民國115年')
})

test('the browser offers its owner’s particulars only to the owner', () => {
  const person = { t, id: 'p', name: 'p', value: {}, errors: {}, parts: ['name', 'birth'] }
  const own = show(<PersonFields {...person} isReader />)
  expect(own.getElementById('p-name')?.getAttribute('autocomplete')).toBe('name')
  expect(own.getElementById('p-birth')?.getAttribute('autocomplete')).toBe('bday-year')
  const others = show(<PersonFields {...person} />)
  expect(others.getElementById('p-name')?.getAttribute('autocomplete')).toBe('off')
})

test('an error of a person stands at the part it is about', () => {
  const errors = { birth: '未滿18歲' }
  const page = show(
    <PersonFields t={t} id="m-0" name="m.0" value={{}} errors={errors} parts={['name', 'birth']} />,
  )
  expect(page.getElementById('m-0-birth')?.getAttribute('aria-invalid')).toBe('true')
  expect(page.getElementById('m-0-birth')?.getAttribute('name')).toBe('m.0.birth.year')
  expect(page.getElementById('m-0-name')?.hasAttribute('aria-invalid')).toBe(false)
})

const group = (count: number) =>
  show(
    <RepeatedGroup t={t} name="team" count={count} min={1} max={2} legend={(i) => `隊員${i + 1}`}>
      {(i) => <TextField t={t} id={`team-${i}`} label="姓名" />}
    </RepeatedGroup>,
  )
const actions = (page: ReturnType<typeof show>) =>
  [...page.querySelectorAll('button[name=do]')].map((button) => button.getAttribute('value'))

test('the last of a group stays, and a full group takes no more', () => {
  expect(actions(group(1))).toEqual(['add:team'])
  expect(actions(group(2))).toEqual(['remove:team:0', 'remove:team:1'])
})
