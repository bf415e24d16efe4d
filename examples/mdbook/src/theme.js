// mdBook has its themes as classes of <html>: the elements follow them, and follow on.
const dark = ['coal', 'navy', 'ayu'];
const follow = () => {
  const theme = dark.some((name) => document.documentElement.classList.contains(name)) ? 'dark' : 'light';
  for (const element of document.querySelectorAll('glass-kms')) element.setAttribute('theme', theme);
};
new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ['class'] });
follow();
