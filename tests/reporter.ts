// Prints what failed, why something was skipped, and one plain closing line.

import type { Reporter, TestCase, TestModule } from 'vitest/node'

export default class PlainReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const failed = [...module.children.allTests('failed')]
    for (const test of failed)
      console.log(`✗ ${module.relativeModuleId}: ${test.fullName}\n${reasons(test)}`)
    for (const error of module.errors())
      console.log(`✗ ${module.relativeModuleId}: ${error.message}`)
    for (const test of module.children.allTests('skipped')) {
      const result = test.result()
      const note = result.state === 'skipped' ? result.note : undefined
      console.log(`- skipped: ${test.fullName}${note ? ` (${note})` : ''}`)
    }
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    // A module that could not be loaded has no tests to fail; it still counts.
    const broken = modules.filter(
      (m) => m.state() === 'failed' && [...m.children.allTests('failed')].length === 0,
    )
    for (const error of errors) console.log(error)
    const failed = count('failed') + broken.length + errors.length
    const skipped = count('skipped')
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    console.log(`\n${count('passed')} passed, ${failed} failed${tail}`)
  }
}

function reasons(test: TestCase): string {
  const result = test.result()
  return (result.errors ?? []).map((error) => `    ${error.stack ?? error.message}`).join('\n')
}
