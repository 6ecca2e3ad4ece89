// What the clerk of the hut desk does by hand in the forestry agency's own old site: logs in, orders
// what the task says, and cancels. The site is a foreign one; only its labels are relied on.

import type { Page } from 'playwright-core'

export interface Guest {
  name: string
  id: string
  birthday: string
  phone: string
}

export async function logIn(page: Page, sandboxUrl: string): Promise<void> {
  await page.goto(`${sandboxUrl}/forest/login.php`)
  await page.getByLabel('身分證字號').fill('A123456789')
  await page.getByLabel('密碼').fill('forest-demo')
  await page.locator('form button').last().click()
}

/** The site's own order number. */
export async function orderHut(
  page: Page,
  sandboxUrl: string,
  order: { night: string; hut: string; remark: string; guests: Guest[] },
): Promise<string> {
  await page.goto(`${sandboxUrl}/forest/order.php`)
  await page.getByLabel('第一晚日期').fill(order.night)
  await page.getByLabel('第1晚山屋').selectOption(order.hut)
  await page.getByLabel('人數').fill(String(order.guests.length))
  await page.getByLabel('備註').fill(order.remark)
  await page.locator('form button').last().click()

  for (const [index, guest] of order.guests.entries()) {
    const who = index === 0 ? '領隊' : `隊員${index}`
    await page.getByLabel(`${who}姓名`, { exact: true }).fill(guest.name)
    await page.getByLabel(`${who}身分證字號`, { exact: true }).fill(guest.id)
    await page.getByLabel(`${who}生日`, { exact: true }).fill(guest.birthday)
    await page.getByLabel(`${who}電話`, { exact: true }).fill(guest.phone)
    await page.getByLabel(`${who}緊急聯絡人`, { exact: true }).fill('林大同')
    await page.getByLabel(`${who}緊急聯絡電話`, { exact: true }).fill('04-2228-9111')
  }
  await page.locator('form button').last().click()
  await page.locator('input[name=agree]').check()
  await page.locator('form button').last().click()
  const number = /F\d{8}-\d{4}/.exec(await page.locator('body').innerText())?.[0]
  if (!number) throw new Error((await page.locator('body').innerText()).slice(0, 400))
  return number
}

export async function cancelOrder(page: Page, sandboxUrl: string, number: string): Promise<void> {
  await page.goto(`${sandboxUrl}/forest/cancel.php?no=${number}`)
  await page.getByLabel('取消原因').fill('申請人撤回')
  await page.locator('form button').last().click()
}
