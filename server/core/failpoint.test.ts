import { afterEach, describe, expect, it, vi } from 'vitest';
import { failpoint } from './failpoint.ts';

afterEach(() => vi.unstubAllEnvs());

function set(value: string, allowed = '1'): void {
  vi.stubEnv('MOORAGE_FAILPOINT', value);
  vi.stubEnv('MOORAGE_FAILPOINTS_ALLOWED', allowed);
}

describe('a failpoint', () => {
  it('does nothing by itself', () => {
    expect(failpoint('refresh.claimed')).toBeUndefined();
  });

  it('does nothing when only one of the two variables is set', () => {
    set('refresh.claimed:throw', '');
    expect(failpoint('refresh.claimed')).toBeUndefined();
  });

  it('throws where it is told to, and nowhere else', async () => {
    set('refresh.claimed:throw');
    await expect(failpoint('refresh.claimed')).rejects.toThrow('failpoint refresh.claimed');
    expect(failpoint('refresh.answered')).toBeUndefined();
  });

  it('waits as long as it is told to', async () => {
    set('refresh.claimed:delay:30');
    const start = performance.now();
    await failpoint('refresh.claimed');
    expect(performance.now() - start).toBeGreaterThan(25);
  });

  it('kills the process at the hit it is told', async () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    set('refresh.claimed:kill:2');
    await failpoint('refresh.claimed');
    expect(kill).not.toHaveBeenCalled();
    void failpoint('refresh.claimed');
    await vi.waitFor(() => expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL'));
    kill.mockRestore();
  });

  it('refuses a name or an action that it does not know: a chaos run must not pass because nothing happened', async () => {
    set('refresh.typo:kill');
    expect(() => failpoint('refresh.claimed')).toThrow('no failpoint "refresh.typo"');
    set('refresh.claimed:nothing');
    await expect(failpoint('refresh.claimed')).rejects.toThrow('is not kill, delay or throw');
  });
});
