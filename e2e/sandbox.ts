import { sandboxUrl } from './environment.ts';

interface Fault {
  on: 'authorization' | 'code_exchange' | 'resource';
  fault: string;
  provider_name: 'sandbox_commerce' | 'sandbox_private';
}

/**
 * Scripts what the sandbox does next. Faults hit the next request of their provider, whoever makes it: only the file
 * that owns a provider may script it (sandbox_commerce: trouble-screens.test.ts, sandbox_private: key-provider.test.ts), and
 * nobody the bank.
 */
export async function scriptFault(fault: Fault): Promise<void> {
  const response = await fetch(`${sandboxUrl}/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [fault] }),
  });
  if (!response.ok) throw new Error(`/control: ${response.status} ${await response.text()}`);
}
