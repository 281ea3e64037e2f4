/** Tells of something that worked. The viewport is loaded with the first of these. */
export function showToast(message: string): void {
  window.dispatchEvent(new CustomEvent(toastEvent, { detail: message }));
}

export const toastEvent = 'moorage-toast';
