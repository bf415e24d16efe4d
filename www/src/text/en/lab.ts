/** Texts of the inspector and the panels. */
export const lab = {};
