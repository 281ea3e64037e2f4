// For app/admin/admin.css alone: the connect flow's styles are compiled by scripts/build-connect-css.js.
export default { plugins: { '@tailwindcss/postcss': {} } };
