import type { Normalizers } from '@/server/providers/normalizer.ts';
import { toOrder } from './normalize-order.ts';
import { toProduct } from './normalize-product.ts';
import { toCustomer, toLocation, toProfile } from './normalize-shop.ts';
import { toPayments, toPayout } from './normalize-transactions.ts';

export const normalizers: Normalizers = {
  COMPANY_PROFILE: toProfile,
  COMMERCE_LOCATION: toLocation,
  COMMERCE_CUSTOMER: toCustomer,
  COMMERCE_PRODUCT: toProduct,
  COMMERCE_TRANSACTION: [toPayments, toPayout],
  COMMERCE_ORDER: toOrder,
};
