import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { projectRoot } from './project.js';

/**
 * Runs a command in the project root and keeps what it prints.
 * @returns {Promise<{ exitCode: number, output: string }>} never rejects: a command that is missing has code 127,
 * one that outlives `timeoutMs` is killed and has code 124.
 */
export function runQuietly(command, args, { env = process.env, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = timeoutMs === 0 ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const finish = (exitCode, note = '') => {
      clearTimeout(timer);
      resolve({ exitCode, output: Buffer.concat(chunks).toString() + note });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => finish(127, `${error.message}\n`));
    child.on('close', (code, signal) => {
      if (signal === null) finish(code);
      else finish(signal === 'SIGKILL' && timeoutMs ? 124 : exitCodeOf(signal), `\nended by ${signal}\n`);
    });
  });
}

/**
 * Runs a command in the foreground: our terminal is its terminal, our signals are its signals.
 * @returns {Promise<number>} its exit code, 128 + n when a signal ended it
 */
export function runInForeground(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, env, stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 0);
