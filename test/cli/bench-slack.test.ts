import { describe, expect, it, vi } from 'vitest';
import { runSlackBench } from '../../lib/cli/bench/slack.ts';
import { createContext } from '../../lib/cli/context.ts';

describe('`bench --slack`', () => {
  it('prints how soon commands are acknowledged and what digests cost, each beside its baseline', async () => {
    let printed = '';
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    try {
      await runSlackBench(createContext({}), { rounds: 1, commands: 30, subscriptions: 20 });
    } finally {
      stdout.mockRestore();
    }
    expect(printed).toMatch(/50 commands at a time, medians of 1 rounds of 30:/);
    expect(printed).toMatch(/^a Bolt app that only acknowledges( +[\d.]+ ms){2}$/m);
    expect(printed).toMatch(/^Faultline, all answers worked out( +[\d.]+ ms){2}$/m);
    expect(printed).toMatch(/^ratio( +\d+\.\d\d){2}$/m);
    expect(printed).toMatch(/A digest for 20 channels, 1\d\d messages:/);
    expect(printed).toMatch(/^\d+ messages a second, a bare loop of chat.postMessage \d+: \d+\.\d\d times/m);
    expect(printed).toMatch(/0 asked to wait\n +10 % posted: .*\n +50 % posted: .*\n *100 % posted: /);
  }, 180_000);
});
