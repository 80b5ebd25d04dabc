// A container's health: whether its service says that it is ready.
const response = await fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).catch(() => undefined);
process.exit(response?.ok ? 0 : 1);
