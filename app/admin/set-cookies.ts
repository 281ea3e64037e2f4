import { parseSetCookie } from 'cookie';
import { cookies } from 'next/headers';

/** Hands `Set-Cookie` lines on to the browser, from an action. */
export async function setCookies(lines: readonly string[]): Promise<void> {
  const store = await cookies();
  for (const line of lines) {
    const { name, value, path, httpOnly, sameSite, secure, expires, maxAge } = parseSetCookie(line);
    store.set(name, value ?? '', {
      ...(path !== undefined && { path }),
      ...(httpOnly !== undefined && { httpOnly }),
      ...(sameSite !== undefined && { sameSite }),
      ...(secure !== undefined && { secure }),
      ...(expires !== undefined && { expires }),
      ...(maxAge !== undefined && { maxAge }),
    });
  }
}
