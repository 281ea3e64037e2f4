import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { addressSchema, toAddress } from './address.ts';

const text = z.string().nullish();
const moment = z.iso.datetime({ offset: true });

const shopSchema = z.object({
  id: z.string(),
  name: z.string(),
  billingAddress: addressSchema.nullish(),
  createdAt: moment,
});

export const toProfile: Normalizer = (item) => {
  const { id, name, billingAddress } = shopSchema.parse(item);
  const company = billingAddress?.company || null;
  return [
    {
      sourceId: id,
      fields: {
        name: company ?? name,
        commercial_names: company !== null && company !== name ? [name] : [],
        headquarter: billingAddress ? { is_headquarter: true, address: toAddress(billingAddress) } : null,
      },
    },
  ];
};

const locationSchema = z.object({
  id: z.string(),
  name: z.string(),
  address: addressSchema.nullish(),
  createdAt: moment,
  updatedAt: moment,
});

export const toLocation: Normalizer = (item) => {
  const location = locationSchema.parse(item);
  return [
    {
      sourceId: location.id,
      fields: {
        name: location.name,
        address: location.address ? toAddress(location.address) : null,
        source_created_at: location.createdAt,
        source_updated_at: location.updatedAt,
      },
    },
  ];
};

const customerSchema = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: text }).nullish(),
  defaultAddress: addressSchema.nullish(),
  createdAt: moment,
  updatedAt: moment,
});

export const toCustomer: Normalizer = (item) => {
  const customer = customerSchema.parse(item);
  return [
    {
      sourceId: customer.id,
      fields: {
        first_name: customer.firstName ?? null,
        last_name: customer.lastName ?? null,
        email: customer.defaultEmailAddress?.emailAddress ?? null,
        phone: customer.defaultPhoneNumber?.phoneNumber ?? null,
        address: customer.defaultAddress ? toAddress(customer.defaultAddress) : null,
        source_created_at: customer.createdAt,
        source_updated_at: customer.updatedAt,
      },
    },
  ];
};
