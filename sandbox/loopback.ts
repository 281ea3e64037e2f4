/** Whether a host name of a URL always means this machine (RFC 6761 section 6.3 for the names). */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
