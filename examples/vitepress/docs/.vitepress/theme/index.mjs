import DefaultTheme from 'vitepress/theme';
import 'glass-kms';

export default DefaultTheme;
