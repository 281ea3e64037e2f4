import { notFound } from 'next/navigation';
import { adminPage } from '@/app/admin/admin-page.tsx';

/** Every address below /admin that leads nowhere. */
export default adminPage(async () => notFound());
