import { Activity, Cable, KeyRound, LayoutDashboard, Plug, ScrollText, Settings, Users } from 'lucide-react';
import type { ReactNode } from 'react';

export const navigationNames = [
  'overview',
  'connections',
  'users',
  'syncs',
  'providers',
  'apiKeys',
  'audit',
  'settings',
] as const;

export type NavigationName = (typeof navigationNames)[number];

/** Where each page is, and the letter that leads there after `g`. */
export const navigation: Record<NavigationName, { href: string; letter: string; icon: ReactNode }> = {
  overview: { href: '/admin', letter: 'o', icon: <LayoutDashboard aria-hidden size={16} /> },
  connections: { href: '/admin/connections', letter: 'c', icon: <Cable aria-hidden size={16} /> },
  users: { href: '/admin/users', letter: 'u', icon: <Users aria-hidden size={16} /> },
  syncs: { href: '/admin/syncs', letter: 's', icon: <Activity aria-hidden size={16} /> },
  providers: { href: '/admin/providers', letter: 'p', icon: <Plug aria-hidden size={16} /> },
  apiKeys: { href: '/admin/api-keys', letter: 'k', icon: <KeyRound aria-hidden size={16} /> },
  audit: { href: '/admin/audit', letter: 'a', icon: <ScrollText aria-hidden size={16} /> },
  settings: { href: '/admin/settings', letter: ',', icon: <Settings aria-hidden size={16} /> },
};
