import { TextField } from '@/components/ui/fields.tsx';

/** `hint`: what a password must be. */
export function NewPasswordField({
  hint,
  label,
  name = 'password',
}: {
  hint: string;
  label: string;
  name?: string;
}) {
  return (
    <TextField autoComplete="new-password" hint={hint} label={label} name={name} required type="password" />
  );
}
