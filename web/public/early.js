// A theme that was chosen holds from the first paint on; the page's own code comes later.
try {
  const theme = localStorage.getItem("tablespeak.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
