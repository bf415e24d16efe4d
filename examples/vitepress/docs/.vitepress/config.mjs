import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Letters',
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'glass-kms' } } },
  // Vite's development server would bundle the package beforehand, and lose the engine that lies beside it.
  vite: { optimizeDeps: { exclude: ['glass-kms'] } },
});
