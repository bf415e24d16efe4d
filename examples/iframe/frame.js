const frame = document.querySelector('iframe');

addEventListener('message', ({ source, data }) => {
  if (source !== frame.contentWindow) return;
  if (data.type === 'kms-size') frame.height = data.height;
  if (data.type === 'kms-step') document.querySelector('output').value = data.step;
});

for (const button of document.querySelectorAll('[data-step]')) {
  button.addEventListener('click', () => frame.contentWindow.postMessage({ type: 'kms-go', step: Number(button.dataset.step) }, '*'));
}
